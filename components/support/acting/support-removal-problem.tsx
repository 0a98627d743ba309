'use client'

import type { SupportRemovalState } from '@/lib/actions/form-states'
import { isOutage } from '@/lib/devices/list/service-outage'
import { supportPaths } from '@/lib/web/support-paths'
import type { Translate } from '@/lib/i18n/translator'
import { signInAndReturn } from '@/lib/web/paths'
import { errorText } from '../../layout/error-text'
import { StaleNotice } from '../../reauth/stale-notice'
import { Announced } from '../../ui/announced'
import { Failure } from '../../ui/failure'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { TextLink } from '../../ui/text-link'

type Problem = NonNullable<SupportRemovalState>

/** Why nothing was removed, or why no second agent was asked. */
export function SupportRemovalProblem({
  state,
  userId,
  asked,
}: {
  state: Problem
  userId: string
  /** Whether it was a second agent that was asked for. */
  asked: boolean
}) {
  const { t } = useTranslations()
  const { brand } = useShownSettings()
  if (state.code === 'stale-sign-in')
    return <StaleNotice providerSkippedReauth={state.providerSkippedReauth} />
  return (
    <Announced>
      <Failure
        what={t(asked ? 'desk.second.failed' : 'remove.failed')}
        why={problemText(state, brand, t)}
        problem={state}
      >
        {state.code === 'asked-already' && (
          <TextLink href={supportPaths.start} label={t('desk.back')} />
        )}
        {isOutage(state) && (
          <TextLink href={supportPaths.remove(userId, state.device)} label={t('remove.later')} />
        )}
        {state.code === 'signed-out' && (
          <TextLink
            href={signInAndReturn(supportPaths.remove(userId, state.device))}
            label={t('signedOut.again')}
          />
        )}
      </Failure>
    </Announced>
  )
}

function problemText(state: Problem, brand: string, t: Translate): string {
  switch (state.code) {
    case 'reason':
    case 'ticket':
    case 'not-verified':
    case 'call-number':
    case 'wrong-number':
    case 'number-limit':
      return t(`desk.missing.${state.code}`)
    case 'approval':
      return `${t(`remove.guard.${state.guard}`)} ${t('desk.second.title')}.`
    case 'refused':
      return 'guard' in state
        ? `${t(`remove.guard.${state.guard}`)} ${t(`remove.wayOut.${state.guard}`, { brand })}`
        : t('desk.second.refused')
    case 'not-needed':
    case 'asked-already':
      return t(`desk.second.${state.code}`)
    case 'not-found':
    case 'in-progress':
      return t(`remove.error.${state.code}`)
    case 'stale-sign-in':
      return t('confirm.text')
    case 'not-removable':
      return t('remove.error.not-removable', { contact: '' })
    default:
      return `${errorText(state.code, state, t)} ${t('remove.nothing')}`
  }
}
