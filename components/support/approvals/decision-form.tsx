'use client'

import { decideApprovalAction } from '@/lib/actions/support'
import { errorText } from '../../layout/error-text'
import { PageStamp } from '../../reauth/page-stamp'
import { StaleNotice } from '../../reauth/stale-notice'
import { useFollowedAction } from '../../reauth/use-followed-action'
import { buttons } from '../../ui/button'
import { Announced } from '../../ui/announced'
import { Failure } from '../../ui/failure'
import { useTranslations } from '../../layout/translations'

/** Approves or declines what a colleague asked for. */
export function DecisionForm({ number, onAnswer }: { number: string; onAnswer: () => void }) {
  const { t } = useTranslations()
  const { state, action, pending } = useFollowedAction(decideApprovalAction, onAnswer)
  return (
    <form action={action} className="flex flex-col gap-3">
      <PageStamp />
      <input type="hidden" name="number" value={number} />
      {state?.code === 'stale-sign-in' && !pending && (
        <StaleNotice providerSkippedReauth={state.providerSkippedReauth} />
      )}
      {state !== null &&
        !pending &&
        state.code !== 'declined' &&
        state.code !== 'stale-sign-in' && (
          <Announced>
            <Failure
              what={t('desk.approval.error')}
              why={
                state.code === 'own' || state.code === 'over' || state.code === 'failed'
                  ? t(`desk.approval.error.${state.code}`)
                  : errorText(state.code, state, t)
              }
              problem={state}
            />
          </Announced>
        )}
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <button className={buttons.secondary} name="decision" value="decline" disabled={pending}>
          {t('desk.approval.decline')}
        </button>
        <button className={buttons.danger} name="decision" value="approve" disabled={pending}>
          {t('desk.approval.approve')}
        </button>
      </div>
    </form>
  )
}
