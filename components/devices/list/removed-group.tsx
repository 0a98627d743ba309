'use client'

import type { Receipt } from '@/lib/devices/receipts/receipt-state'
import { fullDay } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { Fingerprint } from '../row/device-mark'
import { deviceName, nameInText } from '../row/device-name'
import { GroupRows } from './group-rows'
import { useDeviceRoutes } from './device-routes'
import { Rich } from '../../ui/rich'

const HEADING = 'group-removed'

/** What was removed here, folded. The service may not list it any more, but the audit log remembers it. */
export function RemovedGroup({ removed, rows }: { removed: readonly Receipt[]; rows: number }) {
  const translations = useTranslations()
  const routes = useDeviceRoutes()
  if (removed.length === 0) return null
  return (
    <details className="rounded-card border border-line bg-surface shadow-card">
      <summary className="cursor-pointer rounded-card px-5 py-4">
        <h2 id={HEADING} className="inline font-semibold">
          {translations.t('group.removed')}
        </h2>{' '}
        <span className="text-small text-soft">{removed.length}</span>
      </summary>
      <p className="px-5 pb-3 text-small text-soft">{translations.t('group.removed.text')}</p>
      <GroupRows rows={removed} first={rows} heading={HEADING} className="border-t border-line">
        {(receipt, _, id) => {
          const name = deviceName(receipt.device, translations)
          const date = fullDay(receipt.at, translations.formats, translations.timeZone)
          return (
            <li
              key={receipt.referenceCode}
              id={id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3 text-small"
            >
              <span className="font-semibold">
                <Rich text={nameInText(receipt.device, translations)} />
              </span>
              <Fingerprint code={receipt.device.fingerprint} />
              <span className="text-soft">{translations.t('row.removedOn', { date })}</span>
              <a
                className="ms-auto inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-3"
                href={routes.receipt(receipt.referenceCode)}
                aria-label={translations.t('row.receiptOf', { name, date })}
              >
                {translations.t('row.receipt')}
              </a>
            </li>
          )
        }}
      </GroupRows>
    </details>
  )
}
