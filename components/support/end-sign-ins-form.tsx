'use client'

import { useActionState } from 'react'
import { endSignInsForPerson } from '@/lib/actions/desk-sign-ins'
import type { DeskEndState } from '@/lib/actions/states'
import type { EndReason } from '@/lib/activity/support-events'
import { deskPaths } from '@/lib/desk-paths'
import type { Translate } from '@/lib/messages/messages'
import { errorText } from '../error-text'
import { buttons } from '../ui/button'
import { Announced } from '../ui/announced'
import { Failure } from '../ui/failure'
import { RadioChoice } from '../ui/radio-choice'
import { useWords } from '../words'
import { StaleNotice } from '../confirm/stale-notice'
import { CallFields } from './call-fields'

const WHYS = ['asked', 'lost', 'intruder'] as const satisfies readonly EndReason[]

/** Ends all portal sign-ins of somebody, on a call. */
export function EndSignInsForm({
  userId,
  entered,
}: {
  userId: string
  /** What was entered here before the agent went to confirm that it's them. */
  entered: {
    readonly why: EndReason | undefined
    readonly ticket: string
    readonly verified: boolean
  }
}) {
  const { t } = useWords()
  const [state, action, pending] = useActionState(endSignInsForPerson, null)
  if (state?.code === 'ended')
    return (
      <div role="status" className="flex flex-col gap-4">
        <p className="rounded-card bg-ok-soft px-4 py-3 text-ok">
          {state.count === 0
            ? t('desk.signIns.none')
            : t('desk.endSignIns.done', { count: state.count })}
        </p>
        <a className={buttons.secondary} href={deskPaths.person(userId)}>
          {t('desk.approval.again')}
        </a>
      </div>
    )
  return (
    <form action={action} className="flex flex-col gap-5">
      <input type="hidden" name="person" value={userId} />
      {state?.code === 'stale-sign-in' && !pending && <StaleNotice unheeded={state.unheeded} />}
      {state !== null && state.code !== 'stale-sign-in' && !pending && (
        <Announced>
          <Failure what={t('desk.endSignIns.failed')} why={problemText(state, t)} problem={state} />
        </Announced>
      )}
      <RadioChoice
        legend={t('desk.endSignIns.why')}
        name="why"
        values={WHYS}
        chosen={state?.why ?? entered.why}
        labelOf={(why) => t(`desk.endSignIns.why.${why}`)}
      />
      <CallFields typed={state ?? entered} />
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <a className={buttons.secondary} href={deskPaths.person(userId)}>
          {t('desk.approval.again')}
        </a>
        <button className={buttons.danger} disabled={pending}>
          {t(pending ? 'desk.endSignIns.pending' : 'desk.endSignIns.submit')}
        </button>
      </div>
    </form>
  )
}

function problemText(
  state: Exclude<NonNullable<DeskEndState>, { code: 'ended' }>,
  t: Translate,
): string {
  const { code } = state
  switch (code) {
    case 'why':
      return t('desk.endSignIns.missing')
    case 'ticket':
    case 'not-verified':
      return t(`desk.missing.${code}`)
    case 'stale-sign-in':
      return t('confirm.text')
    case 'person-unknown':
      return t('desk.endSignIns.unknown')
    default:
      return errorText(code, state, t)
  }
}
