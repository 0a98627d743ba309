'use client'

import { useEffect, useRef } from 'react'
import { removalImpact } from '@/lib/devices/model/removal-impact'
import type { Inventory } from '@/lib/devices/model/ways-back-in'
import { REMOVAL_REASONS, type RemovalReason } from '@/lib/devices/model/safeguards'
import { buttons } from '../../ui/button'
import { useTranslations } from '../../layout/translations'
import { nameInText } from '../row/device-name'
import { RemovalForm, type RemovalFormProps } from './removal-form'
import { useCloseOnBack } from './use-close-on-back'
import { Rich } from '../../ui/rich'

// Loaded with the dialog, because only the dialog needs it.
export { submitRemoval } from './submit-removal'

/**
 * The removal in a dialog over the list. Closing it, with Back too, changes nothing. It can't be closed while a removal
 * runs.
 */
export function RemovalDialog({
  device,
  inventory,
  onClose,
  ...form
}: Omit<RemovalFormProps, 'impact' | 'keep'> & {
  inventory: Inventory
  /** With what was chosen until then: it is chosen again when the dialog opens again. */
  onClose: (chosen: RemovalReason | undefined) => void
}) {
  const translations = useTranslations()
  const dialog = useRef<HTMLDialogElement>(null)
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    // A dialog focuses its first control, which would be a reason. The safe way out comes first instead.
    keep.current?.focus({ preventScroll: true })
  }, [])
  useCloseOnBack({ canClose: !form.pending, onClose: () => dialog.current?.close() })
  return (
    <dialog
      ref={dialog}
      // A removal that runs can't be stopped, and the person must see its answer.
      onCancel={(event) => {
        if (form.pending) event.preventDefault()
      }}
      onClose={() =>
        form.pending ? dialog.current?.showModal() : onClose(chosenIn(dialog.current))
      }
      aria-labelledby="removal-title"
      className="m-auto mb-0 max-h-[calc(100dvh-1.5rem)] w-full max-w-140 overflow-y-auto rounded-t-dialog border border-line bg-surface p-5 text-ink sm:mb-auto sm:rounded-dialog sm:p-7"
    >
      <h2 id="removal-title" className="mb-4 text-lead font-bold">
        <Rich text={translations.t('remove.title', { name: nameInText(device, translations) })} />
      </h2>
      <RemovalForm
        device={device}
        impact={removalImpact(device, inventory)}
        keep={
          <button
            type="button"
            ref={keep}
            disabled={form.pending}
            className={buttons.secondary}
            onClick={() => dialog.current?.close()}
          >
            {translations.t('remove.keep')}
          </button>
        }
        {...form}
      />
    </dialog>
  )
}

function chosenIn(dialog: HTMLDialogElement | null): RemovalReason | undefined {
  const form = dialog?.querySelector('form')
  const chosen = form ? new FormData(form).get('reason') : null
  return REMOVAL_REASONS.find((reason) => reason === chosen)
}
