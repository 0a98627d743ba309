'use client'

import { Fragment, useMemo, type ReactNode } from 'react'
import type { Device } from '@/lib/devices/model/device'
import { waysBackIn, type Inventory, type WaysBackIn } from '@/lib/devices/model/ways-back-in'
import type { Translations } from '@/lib/i18n/translator'
import { Card } from '../../ui/card'
import { Icon } from '../../ui/icon'
import { Rich } from '../../ui/rich'
import { shortDay } from '../../ui/times'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { useDeviceRoutes } from './device-routes'
import { nameInText } from '../row/device-name'

/** The first thing on the page: whether the person could still sign in if the phone were gone. */
export function CoverageCard({
  inventory,
  now,
  children,
}: {
  inventory: Inventory
  now: string
  children: ReactNode
}) {
  const translations = useTranslations()
  const { contact } = useShownSettings()
  const ways = useMemo(() => waysBackIn(inventory), [inventory])
  const gap = coverageGap(ways)
  const routes = useDeviceRoutes()
  const toCompare = routes.own ? ways.uncertain.find(canBeCompared) : undefined
  return (
    <Card className="grid gap-5 p-5 sm:p-7 md:grid-cols-[1fr_11.5rem] md:items-center">
      <div className="min-w-0">
        <p className="text-lead" data-testid="coverage">
          <Rich text={coverageSentence(ways, translations, now)} />
        </p>
        {gap !== null && (
          <p className="mt-2 text-body font-semibold text-warn">
            {translations.t(gap, { contact })}
          </p>
        )}
        {ways.uncertain.length > 0 && (
          <p className="mt-2 text-small text-soft">
            {translations.t('coverage.uncertain', { count: ways.uncertain.length })}{' '}
            {toCompare !== undefined && (
              <a
                className="py-3 font-semibold text-accent underline underline-offset-3"
                href={routes.device(toCompare.id)}
              >
                {translations.t('coverage.compare')}
              </a>
            )}
          </p>
        )}
        {children}
      </div>
      <Chain ways={ways} />
    </Card>
  )
}

/** Whether the person can find out what a row is, by its code. */
function canBeCompared({ kind, kindSource, fingerprint }: Device): boolean {
  return kind === 'unknown' && kindSource !== 'disowned' && fingerprint !== null
}

/** The sentence for every combination of no, one and many phones and backups. */
export function coverageSentence(
  { phones, backups, uncertain }: WaysBackIn,
  translations: Translations,
  now: string,
): string {
  const { t, formats, timeZone } = translations
  const [lost, other, ...more] = phones
  const [backup] = backups
  const lostName = lost === undefined ? '' : nameInText(lost, translations)
  const otherName = other === undefined ? '' : nameInText(other, translations)
  // Rows that may be a way in make a plain no untrue.
  if (uncertain.length > 0 && backups.length === 0 && phones.length < 2)
    return t(lost === undefined ? 'coverage.unsure' : 'coverage.unsureWithout', { lost: lostName })
  return t(`coverage.${amountOf(phones)}-${amountOf(backups)}`, {
    lost: lostName,
    backup: backup?.at
      ? t('coverage.backup', { date: shortDay(backup.at, now, formats, timeZone) })
      : t('coverage.undatedBackup'),
    phones:
      more.length > 0
        ? t('coverage.phones', { count: more.length + 1 })
        : t(otherName === lostName ? 'coverage.samePhone' : 'coverage.phone', { name: otherName }),
  })
}

/** None, one or more, as the message files tell them apart. */
function amountOf({ length }: { readonly length: number }) {
  return length === 0 ? 'none' : length === 1 ? 'one' : 'many'
}

/** What is missing for certain. Rows that may be a way in make a plain no untrue. */
export function coverageGap({ phones, backups, uncertain }: WaysBackIn) {
  if (uncertain.length > 0) return null
  if (phones.length === 0) return backups.length === 0 ? 'coverage.gapBoth' : 'coverage.gapPhone'
  return backups.length === 0 ? 'coverage.gapBackup' : null
}

/** The sentence as a picture: the lost phone, and what would be left. */
function Chain({ ways: { phones, backups } }: { ways: WaysBackIn }) {
  const [lost, second] = phones
  const other = second?.platform
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
