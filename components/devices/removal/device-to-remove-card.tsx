'use client'

import type { Device } from '@/lib/devices/model/device'
import { useTranslations } from '../../layout/translations'
import { Added, DeviceIcon, Fingerprint } from '../row/device-mark'
import { nameInText, deviceSubtitle } from '../row/device-name'
import { Rich } from '../../ui/rich'

/** The device that is about to be removed, so that a person sees that it is the right one. */
export function DeviceToRemoveCard({ device, now }: { device: Device; now: string }) {
  const translations = useTranslations()
  const subtitle = deviceSubtitle(device, translations)
  return (
    <div className="flex items-center gap-3 rounded-card border border-line px-4 py-3">
      <DeviceIcon device={device} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold">
            <Rich text={nameInText(device, translations)} />
          </span>
          <Fingerprint code={device.fingerprint} />
        </p>
        <p className="text-small text-soft">
          {subtitle}
          {subtitle && ' · '}
          <Added device={device} now={now} />
        </p>
      </div>
    </div>
  )
}
