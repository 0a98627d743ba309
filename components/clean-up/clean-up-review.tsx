'use client'

import { useActionState } from 'react'
import { startCleanUpAction } from '@/lib/actions/clean-up'
import type { Device } from '@/lib/devices/model/device'
import { UNCERTAIN_CONFIRMED } from '@/lib/devices/model/safeguards'
import { waysBackIn, type Inventory } from '@/lib/devices/model/ways-back-in'
import { paths } from '@/lib/web/paths'
import { errorText } from '../layout/error-text'
import { StaleNotice } from '../reauth/stale-notice'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { Failure } from '../ui/failure'
import { Notice } from '../ui/notice'
import { useShownSettings } from '../layout/settings-context'
import { useTranslations } from '../layout/translations'
import { CleanUpRow } from './clean-up-row'

/** Step two: what goes, what stays, and the one confirmation. */
export function CleanUpReview({
  chosen,
  inventory,
  now,
}: {
  chosen: readonly Device[]
  inventory: Inventory
  now: string
}) {
  const { t, formats } = useTranslations()
  const { holdSeconds } = useShownSettings()
  const [state, action, pending] = useActionState(startCleanUpAction, null)
  const going = new Set(chosen.map(({ id }) => id))
  const left = waysBackIn({
    ...inventory,
    devices: inventory.devices.filter(({ id }) => !going.has(id)),
  })
  const temporary = inventory.devices.filter(
    ({ id, kind }) => kind === 'temporary' && !going.has(id),
  ).length
  const staying = new Intl.ListFormat(formats, { type: 'conjunction' }).format([
    t('slots.phone', { count: left.phones.length }),
    t('slots.backup', { count: left.backups.length }),
    ...(temporary > 0 ? [t('slots.temporary', { count: temporary })] : []),
    ...(left.uncertain.length > 0 ? [t('slots.unknown', { count: left.uncertain.length })] : []),
  ])
  const identities = new Set(inventory.devices.map(({ identity }) => identity)).size
  const isUncertain = chosen.some(({ kind }) => kind === 'unknown')
  return (
    <form action={action} className="flex flex-col gap-5">
      {state?.code === 'stale-sign-in' && !pending && (
        <StaleNotice providerSkippedReauth={state.providerSkippedReauth} />
      )}
      {state !== null && state.code !== 'stale-sign-in' && !pending && (
        <Failure
          what={t('cleanUp.failed')}
          why={
            state.code === 'none' ||
            state.code === 'changed' ||
            state.code === 'confirm' ||
            state.code === 'in-progress'
              ? t(`cleanUp.error.${state.code}`)
              : errorText(state.code, state, t)
          }
          problem={state}
        />
      )}
      <ul className="divide-y divide-line rounded-card border border-line px-4">
        {chosen.map((device, place) => (
          <li key={`${device.id}-${place}`} className="py-2.5">
            <input type="hidden" name="device" value={device.id} />
            <CleanUpRow device={device} identities={identities} now={now} />
          </li>
        ))}
      </ul>
      <p className="rounded-card bg-paper px-4 py-3.5 text-small text-soft">
        <strong className="text-ink">{t('remove.stays')}</strong> {staying}.{' '}
        {holdSeconds > 0 && t('cleanUp.wait', { count: holdSeconds })}
      </p>
      {isUncertain && (
        <Notice tone="warn">
          <p>{t('cleanUp.uncertain.text')}</p>
          <label className="mt-1 flex min-h-11 cursor-pointer items-center gap-3 font-semibold text-ink">
            <input
              type="checkbox"
              name="confirmed"
              value={UNCERTAIN_CONFIRMED}
              required
              className="size-4.5 shrink-0 accent-accent"
            />
            {t('cleanUp.uncertain.confirm')}
          </label>
        </Notice>
      )}
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <ButtonLink href={paths.cleanUp} label={t('cleanUp.change')} look="secondary" />
        <button className={buttons.danger} disabled={pending}>
          {pending
            ? t('remove.pending')
            : t(isUncertain ? 'cleanUp.confirmDevices' : 'cleanUp.confirm', { count: going.size })}
        </button>
      </div>
    </form>
  )
}
