'use client'

import type { Device } from '@/lib/devices/model/device'
import { DeviceTags, Fingerprint } from '../devices/row/device-mark'
import { nameInText } from '../devices/row/device-name'
import { TimeText } from '../ui/time-text'
import { useTranslations } from '../layout/translations'
import { Rich } from '../ui/rich'

/** One line to recognise a backup by. Its date is in its name, unless the person gave it a name of their own. */
export function CleanUpRow({
  device,
  identities,
  now,
}: {
  device: Device
  identities: number
  now: string
}) {
  const translations = useTranslations()
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className="font-semibold">
        <Rich text={nameInText(device, translations)} />
      </span>
      <Fingerprint code={device.fingerprint} />
      <DeviceTags device={device} identities={identities} />
      {device.nickname !== null && device.addedAt !== null && (
        <span className="text-small text-soft">
          {translations.t('row.added')} <TimeText at={device.addedAt} now={now} />
        </span>
      )}
    </span>
  )
}
