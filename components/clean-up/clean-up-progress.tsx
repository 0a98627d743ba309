'use client'

import { useQuery } from '@tanstack/react-query'
import { isGone, isOver, type Receipt } from '@/lib/devices/receipts/receipt-state'
import { paths } from '@/lib/web/paths'
import { cleanUpOptions } from '@/lib/query/clean-ups'
import { Fingerprint } from '../devices/row/device-mark'
import { deviceName, nameInText } from '../devices/row/device-name'
import { useSecondsUntil } from '../receipts/seconds-until'
import { ButtonLink } from '../ui/button-link'
import { Rich } from '../ui/rich'
import { ReloadWithoutScript } from '../ui/reload-without-script'
import { useTranslations } from '../layout/translations'
import { UndoCleanUp } from './undo-clean-up'

/** Step three: how far it has come, each removal with its receipt. It updates itself; without script the page is loaded again. */
export function CleanUpProgress({ number }: { number: string }) {
  const { t } = useTranslations()
  const query = useQuery(cleanUpOptions(number))
  if (query.data === undefined) return null
  const { receipts, readAt } = query.data
  const count = receipts.filter(({ state }) => isGone(state)).length
  const waiting = receipts.find(({ state }) => state === 'scheduled')
  const isDone = receipts.every(({ state }) => isOver(state))
  return (
    <div className="flex flex-col gap-5">
      {!isDone && <ReloadWithoutScript />}
      <p className="text-lead" role="status">
        <Rich text={t('cleanUp.progress', { count, total: String(receipts.length) })} />
        {receipts.some(({ state }) => state === 'kept' || state === 'stopped') &&
          ` ${t('cleanUp.stopped')}`}
      </p>
      {waiting !== undefined && <Wait key={readAt} receipt={waiting} now={readAt} />}
      <div className="flex flex-wrap gap-3">
        {waiting !== undefined && (
          <UndoCleanUp number={number} onChange={() => void query.refetch()} />
        )}
        <ButtonLink href={paths.devices} label={t('receipt.back')} look="secondary" />
      </div>
      <ul className="divide-y divide-line rounded-card border border-line px-4">
        {receipts.map((receipt) => (
          <li key={receipt.referenceCode}>
            <ReceiptLine receipt={receipt} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Wait({ receipt: { until }, now }: { receipt: Receipt; now: string }) {
  const { t } = useTranslations()
  const seconds = useSecondsUntil(until ?? now, now)
  return (
    seconds > 0 && (
      <p className="font-semibold tabular-nums" role="timer">
        {t('cleanUp.startsIn', { count: seconds })}
      </p>
    )
  )
}

function ReceiptLine({ receipt }: { receipt: Receipt }) {
  const translations = useTranslations()
  const { device, referenceCode, state } = receipt
  const name = deviceName(device, translations)
  return (
    <p className="grid grid-cols-[1fr_auto] items-center gap-x-3 py-1">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
        <span className="font-semibold">
          <Rich text={nameInText(device, translations)} />
        </span>
        <Fingerprint code={device.fingerprint} />
        <span className={`text-small ${isGone(state) ? 'text-ok' : 'text-soft'}`}>
          {translations.t(`outcome.${state}`)}
        </span>
      </span>
      <a
        className="inline-flex min-h-11 items-center text-small font-semibold text-accent underline underline-offset-3"
        href={paths.receipt(referenceCode)}
        aria-label={translations.t('cleanUp.receiptOf', { name })}
      >
        {translations.t('row.receipt')}
      </a>
    </p>
  )
}
