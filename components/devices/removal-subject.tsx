'use client'

import type { Device } from '@/lib/devices/device'
import { REMOVAL_REASONS, type RemovalReason } from '@/lib/devices/guards'
import { TimeText } from '../ui/time-text'
import { useWords } from '../words'
import { DeviceIcon, Fingerprint } from './device-mark'
import { deviceName, deviceSubtitle } from './device-name'

/** The very device that is about to go. */
export function Victim({ device, now }: { device: Device; now: string }) {
  const words = useWords()
  const subtitle = deviceSubtitle(device, words)
  return (
    <div className="flex items-center gap-3 rounded-card border border-line px-4 py-3">
      <DeviceIcon device={device} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold">{deviceName(device, words)}</span>
          {device.fingerprint !== null && <Fingerprint code={device.fingerprint} />}
        </p>
        <p className="text-small text-soft">
          {subtitle}
          {subtitle && ' · '}
          {device.addedAt === null ? (
            words.t('row.noDate')
          ) : (
            <>
              {words.t('row.added')} <TimeText at={device.addedAt} now={now} />
            </>
          )}
        </p>
      </div>
    </div>
  )
}

/** Why it goes. */
export function ReasonChoice({ chosen }: { chosen: RemovalReason | undefined }) {
  const { t } = useWords()
  return (
    <fieldset>
      <legend className="mb-2 font-bold">{t('remove.why')}</legend>
      <div className="flex flex-col gap-2">
        {REMOVAL_REASONS.map((reason) => (
          <label
            key={reason}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-button border border-line px-3.5 py-2 hover:bg-paper has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="reason"
              value={reason}
              required
              defaultChecked={chosen === reason}
              className="size-4.5 accent-accent"
            />
            {t(`remove.reason.${reason}`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
