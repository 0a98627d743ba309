'use client'

import { isGone, type Receipt } from '@/lib/devices/receipts/receipt-state'
import { pauseOf } from '@/lib/query/pauses'
import { CallLink } from '../devices/states/call-link'
import { Rich } from '../ui/rich'
import { clockTime, exactTime } from '../ui/times'
import { useDeviceRoutes } from '../devices/list/device-routes'
import { useShownSettings } from '../layout/settings-context'
import { useTranslations } from '../layout/translations'
import { useSecondsUntil } from './seconds-until'

/** How far a removal has come, in a sentence or two. It is read out when it changes, but not every second. */
export function ReceiptStory({ receipt, now }: { receipt: Receipt; now: string }) {
  const { t, formats, timeZone } = useTranslations()
  const { contact } = useShownSettings()
  const { own } = useDeviceRoutes()
  const { state, at, device, guard } = receipt
  const gone = isGone(state)
  const isWaiting = state === 'scheduled' && receipt.waitsForService
  return (
    <>
      <p role="status" className={gone ? '[&>strong]:text-ok' : '[&>strong]:text-ink'}>
        <Rich
          text={t(storyOf(receipt), {
            time: exactTime(at, formats, timeZone),
            utc: clockTime(at, formats, 'UTC'),
            contact,
          })}
        />{' '}
        {state === 'confirmed' && device.kind === 'phone' && t('receipt.phoneLearns')}
        {state === 'kept' && guard !== null && t(`remove.guard.${guard}`)}
      </p>
      {own && isWaiting && <CallLink contact={contact} />}
      {state === 'scheduled' && !isWaiting && <Countdown receipt={receipt} now={now} />}
      {pauseOf(receipt, now) !== false && (state !== 'scheduled' || isWaiting) && (
        <p className="text-small">{t('receipt.updatesItself')}</p>
      )}
    </>
  )
}

/** A removal that waited for the service ends with other words: nobody chose the moment. */
function storyOf({ state, waitsForService }: Receipt) {
  if (waitsForService && (state === 'scheduled' || state === 'kept' || state === 'abandoned'))
    return `receipt.waited.${state}` as const
  return `receipt.${state}` as const
}

function Countdown({ receipt: { until }, now }: { receipt: Receipt; now: string }) {
  const { t, formats, timeZone } = useTranslations()
  const seconds = useSecondsUntil(until ?? now, now)
  return (
    <p className="text-lead font-semibold text-ink tabular-nums" role="timer">
      {seconds > 0
        ? t('receipt.heldFor', { count: seconds })
        : t('receipt.heldOver', { time: exactTime(until ?? now, formats, timeZone) })}
    </p>
  )
}
