'use client'

import { undoRemoval } from '@/lib/actions/receipts'
import { errorText } from '../error-text'
import { useFollowedAction } from '../followed-action'
import { useWords } from '../words'

/** Takes a removal back that still waits. */
export function UndoForm({
  receipt,
  look,
  name,
  onChange,
}: {
  receipt: string
  /** The button's class. */
  look: string
  /** What would be removed, where the page shows several. */
  name?: string
  onChange: () => void
}) {
  const { t } = useWords()
  const { state, action, pending } = useFollowedAction(undoRemoval, null, onChange)
  return (
    <form action={action} className="contents">
      <input type="hidden" name="receipt" value={receipt} />
      <button
        className={look}
        disabled={pending}
        aria-label={name === undefined ? undefined : t('receipt.undoNamed', { name })}
      >
        {t('receipt.undo')}
      </button>
      <span role="status" className="order-last w-full text-small font-semibold empty:hidden">
        {state !== null &&
          (state.code === 'undone' || state.code === 'too-late'
            ? t(`receipt.undo.${state.code}`)
            : errorText(state.code, state, t))}
      </span>
    </form>
  )
}
