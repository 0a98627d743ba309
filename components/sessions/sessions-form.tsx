'use client'

import { useActionState, type ReactNode } from 'react'
import { revokeSessionsAction } from '@/lib/actions/sessions'
import { errorText } from '../layout/error-text'
import { PageStamp } from '../reauth/page-stamp'
import { Announced } from '../ui/announced'
import { Failure } from '../ui/failure'
import { useTranslations } from '../layout/translations'

/** The list of one's sessions. Each button in it names, as `session`, what it ends. */
export function SessionsForm({ children }: { children: ReactNode }) {
  const { t } = useTranslations()
  const [state, action, pending] = useActionState(revokeSessionsAction, null)
  return (
    <form action={action} aria-busy={pending} className="flex flex-col gap-5">
      <PageStamp />
      {state !== null && !pending && (
        <Announced>
          {state.code === 'ended' || state.code === 'gone' ? (
            <p role="status" className="rounded-card bg-ok-soft px-4 py-3 text-small text-ok">
              {state.code === 'gone'
                ? t('signIns.gone')
                : state.count === 0
                  ? t('signIns.noneEnded')
                  : t('signIns.ended', { count: state.count })}
            </p>
          ) : (
            <Failure
              what={t('signIns.failed')}
              why={errorText(state.code, state, t)}
              problem={state}
            />
          )}
        </Announced>
      )}
      {children}
    </form>
  )
}
