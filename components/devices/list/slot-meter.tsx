'use client'

import { SLOT_LIMIT, type Device, type DeviceKind } from '@/lib/devices/model/device'
import { DISPLAY_ORDER } from '@/lib/devices/model/group-devices'
import { NEAR_LIMIT } from '@/lib/devices/model/clean-up-proposal'
import { paths } from '@/lib/web/paths'
import { ButtonLink } from '../../ui/button-link'
import { Card } from '../../ui/card'
import { Rich } from '../../ui/rich'
import { useTranslations } from '../../layout/translations'

const colours: Readonly<Record<DeviceKind, string>> = {
  phone: 'bg-slot-phone',
  backup: 'bg-slot-backup',
  temporary: 'bg-slot-temporary',
  unknown: 'bg-faint',
}

/** How many of the 50 places an identity uses, and by what. Devices and client states share them. */
export function SlotMeter({
  devices,
  identity,
  cleanUp,
}: {
  devices: readonly Device[]
  /** The identity's number, when the person has several. */
  identity: number | null
  /** Whether a clean-up can be offered. */
  cleanUp: boolean
}) {
  const { t } = useTranslations()
  const counts = DISPLAY_ORDER.map((kind) => ({
    kind,
    count: devices.filter((device) => device.kind === kind).length,
  })).filter(({ count }) => count > 0)
  const used = devices.length
  const left = SLOT_LIMIT - used
  return (
    <Card className="px-5 py-4 sm:px-7">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-small">
        <p>
          {identity !== null && (
            <span className="text-soft">
              {t('slots.identity', { number: String(identity + 1) })} ·{' '}
            </span>
          )}
          <Rich text={t('slots.used', { count: used, limit: String(SLOT_LIMIT) })} />
        </p>
        <div
          className="order-last flex h-2 w-full overflow-hidden rounded-full bg-line md:order-none md:w-auto md:flex-1"
          aria-hidden="true"
        >
          {counts.map(({ kind, count }) => (
            <svg
              key={kind}
              className={`h-2 ${colours[kind]}`}
              width={`${(count / Math.max(SLOT_LIMIT, used)) * 100}%`}
            />
          ))}
        </div>
        <p className="text-soft">
          {counts.map(({ kind, count }) => t(`slots.${kind}`, { count })).join(' · ')}
        </p>
      </div>
      {used >= NEAR_LIMIT && (
        <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2">
          <p className="min-w-0 flex-1 basis-60 text-small font-semibold text-warn">
            {left > 0 ? t('slots.nearLimit', { count: left }) : t('slots.full')}
          </p>
          {cleanUp && <ButtonLink href={paths.cleanUp} label={t('slots.cleanUp')} look="small" />}
        </div>
      )}
    </Card>
  )
}
