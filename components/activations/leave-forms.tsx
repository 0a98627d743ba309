'use client'

import { useActionState } from 'react'
import { cancelActivation, undoActivation } from '@/lib/actions/activations'
import { errorText } from '../error-text'
import { useAnswer } from '../confirm/known-stale'
import { StaleNotice } from '../confirm/stale-notice'
import { useFollowedAction } from '../followed-action'
import { buttons } from '../ui/button'
import { useWords } from '../words'

/** Ends an activation whose code nobody has used. */
export function CancelForm({ number }: { number: string }) {
  const { t } = useWords()
  const [state, action, pending] = useActionState(cancelActivation, null)
  return (
    <form action={action} className="flex flex-col items-start gap-2">
      <input type="hidden" name="number" value={number} />
      <button className={buttons.secondary} disabled={pending}>
        {t('add.cancel')}
      </button>
      <p role="status" className="text-small font-semibold empty:hidden">
        {state !== null && errorText(state.code, state, t)}
      </p>
    </form>
  )
}

/** “That wasn’t me”: takes the phone away again, or keeps it from coming. */
export function UndoForm({ number, onChange }: { number: string; onChange: () => void }) {
  const { t } = useWords()
  const { state: answered, action, pending } = useFollowedAction(undoActivation, null, onChange)
  const state = useAnswer(answered)
  return (
    <form action={action} className="flex flex-col items-start gap-2">
      <input type="hidden" name="number" value={number} />
      {state?.code === 'stale-sign-in' && !pending ? (
        <StaleNotice unheeded={state.unheeded} />
      ) : (
        <button className={`${buttons.quietDanger} -mx-3 cursor-pointer`} disabled={pending}>
          {pending ? t('add.undo.pending') : t('add.undo')}
        </button>
      )}
      <p role="status" className="text-small font-semibold empty:hidden">
        {state !== null &&
          state.code !== 'stale-sign-in' &&
          (state.code === 'undone' || state.code === 'too-late'
            ? t(`add.undo.${state.code}`)
            : t('add.undo.failed', { problem: errorText(state.code, state, t) }))}
      </p>
    </form>
  )
}
