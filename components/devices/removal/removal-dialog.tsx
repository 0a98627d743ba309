'use client'

import { useEffect, useRef } from 'react'
import type { Device } from '@/lib/devices/model/device'
import { removalImpact } from '@/lib/devices/model/removal-impact'
import { buttons } from '../../ui/button'
import { useTranslations } from '../../layout/translations'
import { deviceName } from '../row/device-name'
import { RemovalForm, type RemovalFormProps } from './removal-form'

// Loaded with the dialog, because only the dialog needs it.
export { submitRemoval } from './submit-removal'

/** The removal in a dialog over the list. Closing it changes nothing. It can't be closed while a removal runs. */
export function RemovalDialog({
  device,
  devices,
  onClose,
  ...form
}: Omit<RemovalFormProps, 'impact' | 'draft' | 'keep'> & {
  devices: readonly Device[]
  onClose: () => void
}) {
  const translations = useTranslations()
  const dialog = useRef<HTMLDialogElement>(null)
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    // A dialog focuses its first control, which would be a reason. The safe way out comes first instead.
    keep.current?.focus({ preventScroll: true })
  }, [])
  return (
    <dialog
      ref={dialog}
      // A removal that runs can't be stopped, and the person must see its answer.
      onCancel={(event) => {
        if (form.pending) event.preventDefault()
      }}
      onClose={() => (form.pending ? dialog.current?.showModal() : onClose())}
      aria-labelledby="removal-title"
      className="m-auto mb-0 max-h-[calc(100dvh-1.5rem)] w-full max-w-140 overflow-y-auto rounded-t-dialog border border-line bg-surface p-5 text-ink sm:mb-auto sm:rounded-dialog sm:p-7"
    >
      <h2 id="removal-title" className="mb-4 text-lead font-bold">
        {translations.t('remove.title', { name: deviceName(device, translations) })}
      </h2>
      <RemovalForm
        device={device}
        impact={removalImpact(device, devices)}
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
