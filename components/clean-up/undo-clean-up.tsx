'use client'

import { undoCleanUp } from '@/lib/actions/clean-up'
import { errorText } from '../error-text'
import { useFollowedAction } from '../followed-action'
import { useAnswer } from '../confirm/known-stale'
import { StaleNotice } from '../confirm/stale-notice'
import { buttons } from '../ui/button'
import { useWords } from '../words'

/** Takes back what still waits of a clean-up. */
export function UndoCleanUp({ number, onChange }: { number: string; onChange: () => void }) {
  const { t } = useWords()
  const { state: answered, action, pending } = useFollowedAction(undoCleanUp, null, onChange)
  const state = useAnswer(answered)
  return (
    <form action={action} className="contents">
      <input type="hidden" name="cleanUp" value={number} />
      {state?.code === 'stale-sign-in' ? (
        <div className="order-last w-full">
          <StaleNotice unheeded={state.unheeded} />
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
