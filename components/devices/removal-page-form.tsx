'use client'

import { useActionState, type ReactNode } from 'react'
import { removeDevice } from '@/lib/actions/devices'
import type { RemovalReason } from '@/lib/devices/guards'
import type { Device } from '@/lib/devices/device'
import type { Outlook } from '@/lib/devices/outlook'
import { paths } from '@/lib/paths'
import { Card } from '../ui/card'
import { buttons } from '../ui/button'
import { useWords } from '../words'
import { deviceName } from './device-name'
import { RemovalForm } from './removal-form'

/** The removal as a page of its own: the same form and the same server action as the dialog, also without script. */
export function RemovalPageForm({
  device,
  ask,
  ...form
}: {
  device: Device
  outlook: Outlook
  now: string
  brand: string
  contact: string
  holdSeconds: number
  /** What asks for a fresh sign-in in the form's place, where the page knows that it takes one; a form that was sent stays. */
  ask: ReactNode
  entered: { readonly reason: RemovalReason | undefined; readonly confirmed: boolean }
}) {
  const words = useWords()
  const [state, action, pending] = useActionState(removeDevice, null)
  if (state === null && ask !== null) return ask
  return (
    <Card className="mx-auto max-w-140 p-5 sm:p-7">
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
    </Card>
  )
}
