'use client'

import { useActionState } from 'react'
import { startCleanUpAction } from '@/lib/actions/clean-up'
import { isUsableAtService, type Device } from '@/lib/devices/model/device'
import { paths } from '@/lib/web/paths'
import { errorText } from '../layout/error-text'
import { PageStamp } from '../reauth/page-stamp'
import { StaleNotice } from '../reauth/stale-notice'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { Failure } from '../ui/failure'
import { useShownSettings } from '../layout/settings-context'
import { useTranslations } from '../layout/translations'
import { CleanUpRow } from './clean-up-row'

/** Step two: what goes, what stays, and the one confirmation. */
export function CleanUpReview({
  chosen,
  devices,
  now,
}: {
  chosen: readonly Device[]
  devices: readonly Device[]
  now: string
}) {
  const { t, formats } = useTranslations()
  const { holdSeconds } = useShownSettings()
  const [state, action, pending] = useActionState(startCleanUpAction, null)
  const going = new Set(chosen.map(({ id }) => id))
  const left = devices.filter((device) => !going.has(device.id) && isUsableAtService(device))
  const of = (kind: Device['kind']) => left.filter((device) => device.kind === kind).length
  const staying = new Intl.ListFormat(formats, { type: 'conjunction' }).format([
    t('slots.phone', { count: of('phone') }),
    t('slots.backup', { count: of('backup') }),
    t('slots.temporary', { count: of('temporary') }),
  ])
  const identities = new Set(devices.map(({ identity }) => identity)).size
  return (
    <form action={action} className="flex flex-col gap-5">
      <PageStamp />
      {state?.code === 'stale-sign-in' && !pending && (
        <StaleNotice providerSkippedReauth={state.providerSkippedReauth} />
      )}
      {state !== null && state.code !== 'stale-sign-in' && !pending && (
        <Failure
          what={t('cleanUp.failed')}
          why={
            state.code === 'none' || state.code === 'changed' || state.code === 'in-progress'
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
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <ButtonLink href={paths.cleanUp} label={t('cleanUp.change')} look="secondary" />
        <button className={buttons.danger} disabled={pending}>
          {pending ? t('remove.pending') : t('cleanUp.confirm', { count: going.size })}
        </button>
      </div>
    </form>
  )
}
