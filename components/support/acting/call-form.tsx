'use client'

import type { ReactNode } from 'react'
import { supportPaths } from '@/lib/web/support-paths'
import { PageStamp } from '../../layout/page-stamp'
import { StaleNotice } from '../../reauth/stale-notice'
import { Announced } from '../../ui/announced'
import { buttons } from '../../ui/button'
import { Failure } from '../../ui/failure'
import { useTranslations } from '../../layout/translations'
import { CallFields } from './call-fields'

/** Why the action was refused. `providerSkippedReauth` the provider has sent the agent back without asking. */
interface Refused {
  readonly code: string
  readonly providerSkippedReauth?: boolean | undefined
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
  typed: { readonly ticket: string; readonly verified: boolean }
  refused: Refused | null
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
