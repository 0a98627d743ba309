'use client'

import { useActionState } from 'react'
import type { PrepareState } from '@/lib/actions/form-states'
import { prepareActivationAction } from '@/lib/actions/support'
import type { Translate } from '@/lib/i18n/translator'
import { FormCard } from '../../ui/form-card'
import { RadioChoice } from '../../ui/radio-choice'
import { zonedClockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { CallDone, CallForm, callProblemText, type CallFormProps } from './call-form'

const STARTS = ['backup', 'old-phone'] as const

/** Prepares adding a phone for a person; their own portal makes and shows the code. */
export function PrepareForm({
  userId,
  address,
  draft,
  ask,
}: CallFormProps<{ readonly start: (typeof STARTS)[number] | undefined }> & { address: string }) {
  const { t, formats, timeZone } = useTranslations()
  const [state, action, pending] = useActionState(prepareActivationAction, null)
  if (state === null && ask !== null) return ask
  const card = {
    title: t('desk.prepare.title'),
    lead: t('desk.prepare.text', { add: t('page.add') }),
  }
  if (state?.code === 'prepared') {
    const time = zonedClockTime(state.preparation.expiresAt, formats, timeZone)
    return (
      <FormCard {...card}>
        <CallDone userId={userId}>
          <strong>{t('desk.prepare.done.title')}.</strong>{' '}
          {t('desk.prepare.done', { address, add: t('page.add'), time })}
        </CallDone>
      </FormCard>
    )
  }
  const typed = state ?? draft
  return (
    <FormCard {...card}>
      <CallForm
        userId={userId}
        action={action}
        pending={pending}
        typed={typed}
        refused={state}
        texts={{
          failed: t('desk.prepare.failed'),
          why: state === null ? '' : problemText(state, t),
          submit: t(pending ? 'desk.prepare.pending' : 'desk.prepare.submit'),
        }}
      >
        <RadioChoice
          legend={t('desk.prepare.from')}
          name="start"
          values={STARTS}
          chosen={typed.start ?? 'backup'}
          labelOf={(start) => t(`desk.prepare.from.${start}`)}
        />
      </CallForm>
    </FormCard>
  )
}

function problemText(
  state: Exclude<NonNullable<PrepareState>, { code: 'prepared' }>,
  t: Translate,
): string {
  const { code } = state
  switch (code) {
    case 'person-unknown':
    case 'not-set-up':
    case 'no-place':
    case 'no-state':
    case 'no-phone':
      return t(`desk.prepare.error.${code}`)
    default:
      return callProblemText(code, state, t)
  }
}
