'use client'

import { undoCleanUpAction } from '@/lib/actions/clean-up'
import { errorText } from '../layout/error-text'
import { PageStamp } from '../reauth/page-stamp'
import { useFollowedAction } from '../reauth/use-followed-action'
import { StaleNotice } from '../reauth/stale-notice'
import { buttons } from '../ui/button'
import { useTranslations } from '../layout/translations'

/** Cancels the removals of a clean-up that are still scheduled. */
export function UndoCleanUp({ number, onChange }: { number: string; onChange: () => void }) {
  const { t } = useTranslations()
  const { state, action, pending } = useFollowedAction(undoCleanUpAction, onChange)
  return (
    <form action={action} className="contents">
      <PageStamp />
      <input type="hidden" name="cleanUp" value={number} />
      {state?.code === 'stale-sign-in' ? (
        <div className="order-last w-full">
          <StaleNotice providerSkippedReauth={state.providerSkippedReauth} />
        </div>
      ) : (
        <button className={buttons.primary} disabled={pending}>
          {t('cleanUp.undo')}
        </button>
      )}
      <span role="status" className="order-last w-full text-small font-semibold empty:hidden">
        {state !== null &&
          state.code !== 'stale-sign-in' &&
          (state.code === 'undone'
            ? t('cleanUp.undone', { count: state.count })
            : errorText(state.code, state, t))}
      </span>
    </form>
  )
}
