'use client'

import { useActionState, type ReactNode } from 'react'
import type { PrepareState } from '@/lib/actions/form-states'
import { prepareActivationAction } from '@/lib/actions/support'
import type { Translate } from '@/lib/i18n/translator'
import { errorText } from '../../layout/error-text'
import { Card } from '../../ui/card'
import { RadioChoice } from '../../ui/radio-choice'
import { zonedClockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { CallDone, CallForm } from './call-form'

const STARTS = ['backup', 'old-phone'] as const

/** Prepares adding a phone for a person; their own portal makes and shows the code. */
export function PrepareForm({
  userId,
  address,
  draft,
  ask,
  children,
}: {
  userId: string
  address: string
  /** What was entered here before the agent went to confirm that it's them. */
  draft: {
    readonly start: (typeof STARTS)[number] | undefined
    readonly ticket: string
    readonly verified: boolean
  }
  /** Asks for a fresh sign-in in place of the form, when the page knows that one is needed. A submitted form stays. */
  ask: ReactNode
  /** What stands above the form. */
  children: ReactNode
}) {
  const { t, formats, timeZone } = useTranslations()
  const [state, action, pending] = useActionState(prepareActivationAction, null)
  if (state === null && ask !== null) return ask
  if (state?.code === 'prepared') {
    const time = zonedClockTime(state.preparation.expiresAt, formats, timeZone)
    return (
      <PrepareCard head={children}>
        <CallDone userId={userId}>
          <strong>{t('desk.prepare.done.title')}.</strong>{' '}
          {t('desk.prepare.done', { address, add: t('page.add'), time })}
        </CallDone>
      </PrepareCard>
    )
  }
  const typed = state !== null && 'ticket' in state ? state : draft
  return (
    <PrepareCard head={children}>
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
    </PrepareCard>
  )
}

function PrepareCard({ head, children }: { head: ReactNode; children: ReactNode }) {
  return (
    <Card className="mx-auto max-w-140 p-5 sm:p-7">
      {head}
      {children}
    </Card>
  )
}

function problemText(
  state: Exclude<NonNullable<PrepareState>, { code: 'prepared' }>,
  t: Translate,
): string {
  const { code } = state
  switch (code) {
    case 'ticket':
    case 'not-verified':
      return t(`desk.missing.${code}`)
    case 'stale-sign-in':
      return t('confirm.text')
    case 'person-unknown':
    case 'not-set-up':
    case 'no-place':
    case 'no-state':
    case 'no-phone':
      return t(`desk.prepare.error.${code}`)
    default:
      return errorText(code, state, t)
  }
}
