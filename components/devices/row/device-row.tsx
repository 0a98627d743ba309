'use client'

import { memo } from 'react'
import type { OutsideMark } from '@/lib/devices/outside/known-lists'
import { useTranslations } from '../../layout/translations'
import { Added, DeviceIcon, DeviceTags, Fingerprint, OutsideTag } from './device-mark'
import { deviceName, nameInText, deviceSubtitle } from './device-name'
import { RemovalControl, RemovalStage, type RemovalControlProps } from './removal-control'
import { useDeviceRoutes } from '../list/device-routes'
import { Rich } from '../../ui/rich'

/** One device: a line on a laptop, a card on a phone. Remove has the same place in each. */
export const DeviceRow = memo(function DeviceRow({
  id,
  identities,
  mark,
  now,
  ...control
}: RemovalControlProps & {
  /** The id of the list item, when a page with more rows comes back to it. */
  id: string | undefined
  identities: number
  /** What happened to it outside of the portal. */
  mark: OutsideMark['mark'] | null
  /** When the list was read. */
  now: string
}) {
  const { device, receipt } = control
  const translations = useTranslations()
  const routes = useDeviceRoutes()
  const name = deviceName(device, translations)
  const subtitle = deviceSubtitle(device, translations)
  return (
    <li id={id} className="device" aria-busy={control.removal === 'running'}>
      <span className="md:row-span-2 md:self-center">
        <DeviceIcon device={device} />
      </span>
      <p className="min-w-0 md:self-end">
        <a
          href={routes.device(device.id)}
          className="font-semibold underline-offset-3 hover:underline"
          title={translations.t('row.details', { name })}
        >
          <Rich text={nameInText(device, translations)} />
        </a>
      </p>
      <div className="text-end md:col-start-4 md:row-span-2 md:row-start-1">
        <RemovalControl {...control} />
      </div>
      <p className="device-facts">
        <Fingerprint code={device.fingerprint} />
        {subtitle && <bdi className="overflow-hidden">{subtitle}</bdi>}
        {mark !== null && <OutsideTag mark={mark} />}
        <DeviceTags device={device} identities={identities} />
        {receipt !== null && <RemovalStage receipt={receipt} now={now} />}
      </p>
      <p className="col-span-2 col-start-2 text-small text-soft md:col-span-1 md:col-start-3 md:row-span-2 md:row-start-1">
        <Added device={device} now={now} />
      </p>
    </li>
  )
})
