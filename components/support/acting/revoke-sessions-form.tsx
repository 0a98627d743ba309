'use client'

import { useActionState } from 'react'
import { revokePersonSessionsAction } from '@/lib/actions/support-sessions'
import type { RevokeForPersonState } from '@/lib/actions/form-states'
import type { EndReason } from '@/lib/audit/events/support-events'
import type { Translate } from '@/lib/i18n/translator'
import { RadioChoice } from '../../ui/radio-choice'
import { useTranslations } from '../../layout/translations'
import { CallDone, CallForm, callProblemText, type CallFormProps } from './call-form'

const WHYS = ['asked', 'lost', 'intruder'] as const satisfies readonly EndReason[]

/** Ends all portal sessions of a person, on a call. */
export function RevokeSessionsForm({
  userId,
  draft,
}: Omit<CallFormProps<{ readonly why: EndReason | undefined }>, 'ask'>) {
  const { t } = useTranslations()
  const [state, action, pending] = useActionState(revokePersonSessionsAction, null)
  if (state?.code === 'ended')
    return (
      <CallDone userId={userId}>
        {state.count === 0
          ? t('desk.signIns.none')
          : t('desk.endSignIns.done', { count: state.count })}
      </CallDone>
    )
  return (
    <CallForm
      userId={userId}
      action={action}
      pending={pending}
      typed={state ?? draft}
      refused={state}
      texts={{
        failed: t('desk.endSignIns.failed'),
        why: state === null ? '' : problemText(state, t),
        submit: t(pending ? 'desk.endSignIns.pending' : 'desk.endSignIns.submit'),
      }}
      look="danger"
    >
      <RadioChoice
        legend={t('desk.endSignIns.why')}
        name="why"
        values={WHYS}
        chosen={state?.why ?? draft.why}
        labelOf={(why) => t(`desk.endSignIns.why.${why}`)}
      />
    </CallForm>
  )
}

function problemText(
  state: Exclude<NonNullable<RevokeForPersonState>, { code: 'ended' }>,
  t: Translate,
): string {
  const { code } = state
  switch (code) {
    case 'why':
      return t('desk.endSignIns.missing')
    case 'person-unknown':
      return t('desk.endSignIns.unknown')
    default:
      return callProblemText(code, state, t)
  }
}
