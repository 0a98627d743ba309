'use client'

import type { ReactNode } from 'react'
import { undoRemovalAction } from '@/lib/actions/receipts'
import { errorText } from '../layout/error-text'
import { PageStamp } from '../reauth/page-stamp'
import { useFollowedAction } from '../reauth/use-followed-action'
import { useTranslations } from '../layout/translations'

/** Cancels a scheduled removal. */
export function UndoForm({
  receipt,
  look,
  name,
  stale,
  onChange,
}: {
  receipt: string
  /** The button's class. */
  look: string
  /** What would be removed, when the page shows several. */
  name?: string
  /** Stands in place of the button when the person must confirm first that it's them. */
  stale: (providerSkippedReauth: boolean | undefined) => ReactNode
  onChange: (isUndone: boolean) => void
}) {
  const { t } = useTranslations()
  const { state, action, pending } = useFollowedAction(undoRemovalAction, ({ code }) =>
    onChange(code === 'undone'),
  )
  return (
    <form action={action} className="contents">
      <PageStamp />
      <input type="hidden" name="receipt" value={receipt} />
      {state?.code === 'stale-sign-in' ? (
        stale(state.providerSkippedReauth)
      ) : (
        <button
          className={look}
          disabled={pending}
          aria-label={name === undefined ? undefined : t('receipt.undoNamed', { name })}
        >
          {t('receipt.undo')}
        </button>
      )}
      <span role="status" className="order-last w-full text-small font-semibold empty:hidden">
        {state !== null &&
          state.code !== 'stale-sign-in' &&
          (state.code === 'undone' || state.code === 'too-late'
            ? t(`receipt.undo.${state.code}`)
            : errorText(state.code, state, t))}
      </span>
    </form>
  )
}
