'use client'

import type { RemovalState } from '@/lib/actions/form-states'
import { isOutage } from '@/lib/devices/list/service-outage'
import type { Translate } from '@/lib/i18n/translator'
import { paths, signInAndReturn } from '@/lib/web/paths'
import { errorText } from '../../layout/error-text'
import { StaleNotice } from '../../reauth/stale-notice'
import { Failure } from '../../ui/failure'
import { useShownSettings, type ShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { TextLink } from '../../ui/text-link'

type Problem = NonNullable<RemovalState>

/** Why the device was not removed. It is read out at once, with the reference when there is one. */
export function RemovalProblem({ state }: { state: Problem }) {
  const { t } = useTranslations()
  const settings = useShownSettings()
  if (state.code === 'stale-sign-in')
    return (
      <StaleNotice
        page={paths.remove(state.device)}
        providerSkippedReauth={state.providerSkippedReauth}
      />
    )
  return (
    <div ref={comeIntoView}>
      <Failure
        what={t(state.code === 'no-answer' ? 'remove.unsure' : 'remove.failed')}
        why={problemText(state, settings, t)}
        problem={state}
      >
        {isOutage(state) && (
          <TextLink href={paths.remove(state.device)} label={t('remove.later')} />
        )}
        {state.code === 'signed-out' && (
          <TextLink
            href={signInAndReturn(paths.remove(state.device))}
            label={t('signedOut.again')}
          />
        )}
      </Failure>
    </div>
  )
}

/** Leads to what must be done: the box to tick where one is missing, else the answer itself. */
function comeIntoView(problem: HTMLElement | null): void {
  const box = problem?.closest('form')?.querySelector<HTMLInputElement>('[name=confirmed]')
  if (box && !box.checked) box.focus()
  else problem?.scrollIntoView({ block: 'nearest' })
}

function problemText(state: Problem, { contact, brand }: ShownSettings, t: Translate): string {
  switch (state.code) {
    case 'reason':
    case 'invalid':
      return t('remove.error.reason')
    case 'confirm':
      return `${t(`remove.guard.${state.guard}`)} ${t('remove.error.confirm')}`
    case 'refused':
      return `${t(`remove.guard.${state.guard}`)} ${t(`remove.wayOut.${state.guard}`, { brand })}`
    case 'not-found':
    case 'in-progress':
    case 'no-answer':
      return t(`remove.error.${state.code}`)
    case 'stale-sign-in':
      return t('confirm.text')
    case 'not-removable':
      return t('remove.error.not-removable', { contact })
    default:
      return `${errorText(state.code, state, t)} ${t('remove.nothing')}`
  }
}
