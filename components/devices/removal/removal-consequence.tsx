'use client'

import type { Device } from '@/lib/devices/model/device'
import { removalWarning, type RemovalImpact } from '@/lib/devices/model/removal-impact'
import { decideSafeguard } from '@/lib/devices/model/safeguards'
import { Notice } from '../../ui/notice'
import { useTranslations } from '../../layout/translations'

/** CSS alone knows the chosen reason, so that it works without script. The server always decides again. */
export const HIDDEN_WHERE_IT_CAN_WAIT =
  'group-has-[input[value=sold]:checked]/removal:hidden group-has-[input[value=tidying]:checked]/removal:hidden'
export const SHOWN_WHERE_IT_CAN_WAIT =
  'hidden group-has-[input[value=sold]:checked]/removal:block group-has-[input[value=tidying]:checked]/removal:block'

/** Whether the safeguard refuses the reasons that can wait. */
export function canBeRefused({ guard }: RemovalImpact): boolean {
  return decideSafeguard(guard, 'tidying') === 'refuse'
}

/** What stops working and what stays, for this kind of device and this person. */
export function RemovalConsequence({
  device,
  impact,
  contact,
  holdSeconds,
}: {
  device: Device
  impact: RemovalImpact
  contact: string
  holdSeconds: number
}) {
  const { t } = useTranslations()
  return (
    <div className="rounded-card bg-paper px-4 py-3.5 text-small text-soft">
      <p>
        <strong className="text-ink">{t('remove.stops')}</strong> {t(`remove.stops.${device.kind}`)}
      </p>
      <p>
        <strong className="text-ink">{t('remove.stays')}</strong> <WhatStays impact={impact} />
      </p>
      {impact.uncertainLeft > 0 && (
        <p>{t('coverage.uncertain', { count: impact.uncertainLeft })}</p>
      )}
      {holdSeconds > 0 && impact.guard === null && (
        <p className="mt-2 hidden group-has-[input[value=sold]:checked]/removal:block group-has-[input[value=tidying]:checked]/removal:block">
          {t('remove.waits', { count: holdSeconds })}
        </p>
      )}
      <p className="mt-2 hidden group-has-[input[value=unrecognised]:checked]/removal:block">
        {t('remove.unrecognised', { contact })}
      </p>
    </div>
  )
}

function WhatStays({ impact: { phonesLeft, backupsLeft } }: { impact: RemovalImpact }) {
  const { t, formats } = useTranslations()
  const parts = [
    phonesLeft > 0 && t('remove.left.phones', { count: phonesLeft }),
    backupsLeft > 0 && t('remove.left.backups', { count: backupsLeft }),
  ].filter((part) => part !== false)
  if (parts.length === 0) return t('remove.stays.none')
  const left = new Intl.ListFormat(formats, { type: 'conjunction' }).format(parts)
  return phonesLeft > 0 ? t('remove.stays.some', { left }) : t('remove.stays.backupOnly', { left })
}

/**
 * The text of a safeguard for the last phone or the last backup. For reasons that can wait it refuses and names another
 * way. For the others it asks for one more confirmation.
 */
export function RemovalGuard({
  impact,
  contact,
  brand,
  isConfirmed,
}: {
  impact: RemovalImpact
  contact: string
  brand: string
  /** Whether the box is ticked at first. */
  isConfirmed: boolean
}) {
  const { t } = useTranslations()
  const warning = removalWarning(impact)
  if (impact.guard === null || warning === null) return null
  const canRefuse = canBeRefused(impact)
  return (
    <Notice tone="warn">
      <p className="font-semibold">{t(`remove.guard.${impact.guard}`)}</p>
      <div className={canRefuse ? HIDDEN_WHERE_IT_CAN_WAIT : ''}>
        <p>{t(`remove.left.${warning}`, { contact })}</p>
        <label className="mt-1 flex min-h-11 cursor-pointer items-center gap-3 font-semibold text-ink">
          <input
            type="checkbox"
            name="confirmed"
            value={warning}
            defaultChecked={isConfirmed}
            className="size-4.5 accent-accent"
          />
          {t('remove.confirm')}
        </label>
      </div>
      {canRefuse && (
        <p className={SHOWN_WHERE_IT_CAN_WAIT}>{t(`remove.wayOut.${impact.guard}`, { brand })}</p>
      )}
    </Notice>
  )
}
