'use client'

import { useActionState } from 'react'
import { cancelActivationAction, undoActivationAction } from '@/lib/actions/activations'
import { errorText } from '../../layout/error-text'
import { PageStamp } from '../../reauth/page-stamp'
import { StaleNotice } from '../../reauth/stale-notice'
import { useFollowedAction } from '../../reauth/use-followed-action'
import { buttons } from '../../ui/button'
import { useTranslations } from '../../layout/translations'

/** Cancels an activation whose code was not used. */
export function CancelForm({ number }: { number: string }) {
  const { t } = useTranslations()
  const [state, action, pending] = useActionState(cancelActivationAction, null)
  return (
    <form action={action} className="flex flex-col items-start gap-2">
      <PageStamp />
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

/** “That wasn’t me”: undoes the activation, and removes its phone. */
export function UndoActivationForm({ number, onChange }: { number: string; onChange: () => void }) {
  const { t } = useTranslations()
  const { state, action, pending } = useFollowedAction(undoActivationAction, onChange)
  return (
    <form action={action} className="flex flex-col items-start gap-2">
      <PageStamp />
      <input type="hidden" name="number" value={number} />
      {state?.code === 'stale-sign-in' && !pending ? (
        <StaleNotice providerSkippedReauth={state.providerSkippedReauth} />
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
