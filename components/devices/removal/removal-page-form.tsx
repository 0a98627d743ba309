'use client'

import { useActionState, type ReactNode } from 'react'
import { removeDeviceAction } from '@/lib/actions/devices'
import type { RemovalReason } from '@/lib/devices/model/safeguards'
import type { Device } from '@/lib/devices/model/device'
import type { RemovalImpact } from '@/lib/devices/model/removal-impact'
import { paths } from '@/lib/web/paths'
import { Card } from '../../ui/card'
import { buttons } from '../../ui/button'
import { useTranslations } from '../../layout/translations'
import { nameInText } from '../row/device-name'
import { RemovalForm } from './removal-form'
import { Rich } from '../../ui/rich'

/** The removal as a page of its own, with the same form and server action as the dialog. It works without script. */
export function RemovalPageForm({
  device,
  ask,
  ...form
}: {
  device: Device
  impact: RemovalImpact
  now: string
  brand: string
  contact: string
  holdSeconds: number
  /** Asks for a fresh sign-in in place of the form, when the page knows that one is needed. A submitted form stays. */
  ask: ReactNode
  draft: { readonly reason: RemovalReason | undefined; readonly confirmed: boolean }
}) {
  const translations = useTranslations()
  const [state, action, pending] = useActionState(removeDeviceAction, null)
  if (state === null && ask !== null) return ask
  return (
    <Card className="mx-auto max-w-140 p-5 sm:p-7">
      <h1 className="mb-4 text-title font-bold tracking-tight">
        <Rich text={translations.t('remove.title', { name: nameInText(device, translations) })} />
      </h1>
      <RemovalForm
        device={device}
        state={state}
        action={action}
        pending={pending}
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
