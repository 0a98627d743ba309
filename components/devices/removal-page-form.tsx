'use client'

import { useActionState } from 'react'
import { removeDevice } from '@/lib/actions/devices'
import type { Device } from '@/lib/devices/device'
import type { Outlook } from '@/lib/devices/outlook'
import { paths } from '@/lib/paths'
import { buttons } from '../ui/button'
import { useWords } from '../words'
import { deviceName } from './device-name'
import { RemovalForm } from './removal-form'

/** The removal as a page of its own: the same form and the same server action as the dialog, also without script. */
export function RemovalPageForm({
  device,
  ...form
}: {
  device: Device
  outlook: Outlook
  now: string
  brand: string
  contact: string
  holdSeconds: number
}) {
  const words = useWords()
  const [state, action, pending] = useActionState(removeDevice, null)
  return (
    <>
      <h1 className="mb-4 text-title font-bold tracking-tight">
        {words.t('remove.title', { name: deviceName(device, words) })}
      </h1>
      <RemovalForm
        device={device}
        state={state}
        action={action}
        pending={pending}
        keep={
          <a className={buttons.secondary} href={paths.devices}>
            {words.t('remove.keep')}
          </a>
        }
        {...form}
      />
    </>
  )
}
