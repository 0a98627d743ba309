'use client'

import { Fragment, useMemo, type ReactNode } from 'react'
import { amountOf, coverageOf, type Coverage } from '@/lib/devices/model/coverage'
import type { Device } from '@/lib/devices/model/device'
import type { Translations } from '@/lib/i18n/translator'
import { Card } from '../../ui/card'
import { Icon } from '../../ui/icon'
import { Rich } from '../../ui/rich'
import { shortDay } from '../../ui/times'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { deviceName } from '../row/device-name'

/** The first thing on the page: whether the person could still sign in if the phone were gone. */
export function CoverageCard({
  devices,
  now,
  children,
}: {
  devices: readonly Device[]
  now: string
  children: ReactNode
}) {
  const translations = useTranslations()
  const { contact } = useShownSettings()
  const coverage = useMemo(() => coverageOf(devices), [devices])
  const gap = gapOf(coverage)
  return (
    <Card className="grid gap-5 p-5 sm:p-7 md:grid-cols-[1fr_11.5rem] md:items-center">
      <div className="min-w-0">
        <p className="text-lead" data-testid="coverage">
          <Rich text={coverageSentence(coverage, translations, now)} />
        </p>
        {gap !== null && (
          <p className="mt-2 text-body font-semibold text-warn">
            {translations.t(gap, { contact })}
          </p>
        )}
        {coverage.relyingOnInference && (
          <p className="mt-2 text-small text-soft">{translations.t('coverage.inferred')}</p>
        )}
        {children}
      </div>
      <Chain coverage={coverage} />
    </Card>
  )
}

/** The sentence for every combination of no, one and many phones and backups. */
export function coverageSentence(
  { lost, otherPhones, backups }: Coverage,
  translations: Translations,
  now: string,
): string {
  const { t, formats, timeZone } = translations
  const [backup] = backups
  const phones = amountOf((lost === null ? 0 : 1) + otherPhones.length)
  const [other, ...more] = otherPhones
  const lostName = lost === null ? '' : deviceName(lost, translations)
  const otherName = other === undefined ? '' : deviceName(other, translations)
  return t(`coverage.${phones}-${amountOf(backups.length)}`, {
    lost: lostName,
    backup: backup?.addedAt
      ? t('coverage.backup', { date: shortDay(backup.addedAt, now, formats, timeZone) })
      : t('coverage.undatedBackup'),
    phones:
      more.length > 0
        ? t('coverage.phones', { count: otherPhones.length })
        : t(otherName === lostName ? 'coverage.samePhone' : 'coverage.phone', { name: otherName }),
  })
}

function gapOf({ lost, backups }: Coverage) {
  if (lost === null) return backups.length === 0 ? 'coverage.gapBoth' : 'coverage.gapPhone'
  return backups.length === 0 ? 'coverage.gapBackup' : null
}

/** The sentence as a picture: the lost phone, and what would be left. */
function Chain({ coverage: { lost, otherPhones, backups } }: { coverage: Coverage }) {
  const other = otherPhones[0]?.platform
  const links = [lost?.platform, other, backups.length > 0 && 'backup'] as const
  return (
    <div className="flex items-center md:justify-end" aria-hidden="true">
      {links.map((name, place) => {
        const before = place === 2 && other ? 'border-accent' : lost && 'border-dashed border-line'
        return (
          name && (
            <Fragment key={place}>
              {place > 0 && before && <span className={`w-5 border-t-2 ${before}`} />}
              <span
                className={`inline-flex size-12 items-center justify-center rounded-card ${place > 0 ? 'bg-accent-soft text-accent' : 'border-2 border-dashed border-line text-faint'}`}
              >
                <Icon name={name} />
              </span>
            </Fragment>
          )
        )
      })}
    </div>
  )
}
