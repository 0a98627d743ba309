'use client'

import type { ReactNode } from 'react'
import type { Details, ProblemCode } from '@/lib/actions/form-states'
import type { Translate } from '@/lib/i18n/translator'
import { supportPaths } from '@/lib/web/support-paths'
import { errorText } from '../../layout/error-text'
import { PageStamp } from '../../reauth/page-stamp'
import { StaleNotice } from '../../reauth/stale-notice'
import { Announced } from '../../ui/announced'
import { buttons } from '../../ui/button'
import { Failure } from '../../ui/failure'
import { useTranslations } from '../../layout/translations'
import type { CallDraft } from './call-draft'
import { CallFields } from './call-fields'

/** What the page of an action for a person gives its form. `Own` are the form's own choices. */
export type CallFormProps<Own> = {
  userId: string
  /** What was entered here before the agent went to confirm that it's them. */
  draft: CallDraft & Own
  /** Asks for a fresh sign-in in place of the form, when the page knows that one is needed. A submitted form stays. */
  ask: ReactNode
}

/** The form of an action for a person on a call: its own choices, the fields of every call, and what went wrong. */
export function CallForm({
  userId,
  action,
  pending,
  typed,
  refused,
  texts,
  look = 'primary',
  children,
}: {
  userId: string
  action: (form: FormData) => void
  pending: boolean
  typed: CallDraft
  /** Why the action was refused. */
  refused: ({ readonly code: string } & Details) | null
  texts: { readonly failed: string; readonly why: string; readonly submit: string }
  look?: 'primary' | 'danger'
  children: ReactNode
}) {
  const problem = pending ? null : refused
  return (
    <form action={action} className="flex flex-col gap-5">
      <PageStamp />
      <input type="hidden" name="person" value={userId} />
      {problem?.code === 'stale-sign-in' && (
        <StaleNotice providerSkippedReauth={problem.providerSkippedReauth} />
      )}
      {problem !== null && problem.code !== 'stale-sign-in' && (
        <Announced>
          <Failure what={texts.failed} why={texts.why} problem={problem} />
        </Announced>
      )}
      {children}
      <CallFields typed={typed} />
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <BackToPerson userId={userId} />
        <button className={buttons[look]} disabled={pending}>
          {texts.submit}
        </button>
      </div>
    </form>
  )
}

type CallFieldProblem = 'ticket' | 'not-verified' | 'call-number' | 'wrong-number' | 'number-limit'

/** Why an action for a person was refused, for the reasons that all of them share. */
export function callProblemText(
  code: ProblemCode | CallFieldProblem | 'stale-sign-in',
  problem: object,
  t: Translate,
): string {
  switch (code) {
    case 'ticket':
    case 'not-verified':
    case 'call-number':
    case 'wrong-number':
    case 'number-limit':
      return t(`desk.missing.${code}`)
    case 'stale-sign-in':
      return t('confirm.text')
    default:
      return errorText(code, problem, t)
  }
}

/** What is said once it is done. */
export function CallDone({ userId, children }: { userId: string; children: ReactNode }) {
  return (
    <div role="status" className="flex flex-col gap-4">
      <p className="rounded-card bg-ok-soft px-4 py-3 text-ok">{children}</p>
      <BackToPerson userId={userId} />
    </div>
  )
}

function BackToPerson({ userId }: { userId: string }) {
  const { t } = useTranslations()
  return (
    <a className={buttons.secondary} href={supportPaths.person(userId)}>
      {t('desk.approval.again')}
    </a>
  )
}
