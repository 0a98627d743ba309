'use client'

import type { ReactNode } from 'react'
import type { Device } from '@/lib/devices/model/device'
import { removalWarning, type RemovalImpact } from '@/lib/devices/model/removal-impact'
import { decideSafeguard } from '@/lib/devices/model/safeguards'
import { Notice } from '../../ui/notice'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'

/** Classes for what depends on whether the chosen reason can wait. CSS alone decides, so it works without script. */
export const WHERE_IT_CAN_WAIT = {
  shown:
    'hidden group-has-[input[value=sold]:checked]/removal:block group-has-[input[value=tidying]:checked]/removal:block',
  hidden:
    'group-has-[input[value=sold]:checked]/removal:hidden group-has-[input[value=tidying]:checked]/removal:hidden',
} as const

/** Whether the safeguard refuses the reasons that can wait. */
export function canBeRefused({ guard }: RemovalImpact): boolean {
  return decideSafeguard(guard, 'tidying') === 'refuse'
}

/** What stops working and what stays, for this kind of device and this person. */
export function RemovalConsequence({ device, impact }: { device: Device; impact: RemovalImpact }) {
  const { t } = useTranslations()
  const { contact, holdSeconds } = useShownSettings()
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
        <p className={`mt-2 ${WHERE_IT_CAN_WAIT.shown}`}>
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

/** A safeguard for the last phone or backup: it refuses where the reason can wait, and shows `children` for other reasons. */
export function GuardNotice({ impact, children }: { impact: RemovalImpact; children: ReactNode }) {
  const { t } = useTranslations()
  const { brand, contact } = useShownSettings()
  const warning = removalWarning(impact)
  if (impact.guard === null || warning === null) return null
  const canRefuse = canBeRefused(impact)
  return (
    <Notice tone="warn">
      <p className="font-semibold">{t(`remove.guard.${impact.guard}`)}</p>
      <div className={canRefuse ? WHERE_IT_CAN_WAIT.hidden : ''}>
        <p>{t(`remove.left.${warning}`, { contact })}</p>
        {children}
      </div>
      {canRefuse && (
        <p className={WHERE_IT_CAN_WAIT.shown}>{t(`remove.wayOut.${impact.guard}`, { brand })}</p>
      )}
    </Notice>
  )
}
