'use client'

import { useActionState, type ReactNode } from 'react'
import { removeDeviceAction, waitToRemoveAction } from '@/lib/actions/devices'
import type { RemovalReason } from '@/lib/devices/model/safeguards'
import type { Device } from '@/lib/devices/model/device'
import type { RemovalImpact } from '@/lib/devices/model/removal-impact'
import { paths } from '@/lib/web/paths'
import { Card } from '../../ui/card'
import { buttons } from '../../ui/button'
import { useTranslations } from '../../layout/translations'
import { deviceName } from '../row/device-name'
import { RemovalForm } from './removal-form'

/** The removal as a page of its own, with the same form and server action as the dialog. It works without script. */
export function RemovalPageForm({
  device,
  ask,
  isServiceDown,
  ...form
}: {
  device: Device
  impact: RemovalImpact
  /** The service can't be asked now, so the removal waits until it can. */
  isServiceDown: boolean
  now: string
  brand: string
  contact: string
  holdSeconds: number
  /** Asks for a fresh sign-in in place of the form, when the page knows that one is needed. A submitted form stays. */
  ask: ReactNode
  draft: { readonly reason: RemovalReason | undefined; readonly confirmed: boolean }
}) {
  const translations = useTranslations()
  const [state, action, pending] = useActionState(
    isServiceDown ? waitToRemoveAction : removeDeviceAction,
    null,
  )
  if (state === null && ask !== null) return ask
  return (
    <Card className="mx-auto max-w-140 p-5 sm:p-7">
      <h1 className="mb-4 text-title font-bold tracking-tight">
        {translations.t('remove.title', { name: deviceName(device, translations) })}
      </h1>
      <RemovalForm
        device={device}
        state={state}
        action={action}
        pending={pending}
        isServiceDown={isServiceDown}
        keep={
          <a className={buttons.secondary} href={paths.devices}>
            {translations.t('remove.keep')}
          </a>
        }
        {...form}
      />
    </Card>
  )
}
