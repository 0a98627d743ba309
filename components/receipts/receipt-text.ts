import type { Receipt } from '@/lib/devices/receipts/receipt-state'
import type { Translations } from '@/lib/i18n/translator'
import { deviceName, systemName } from '../devices/row/device-name'

/** A receipt as lines of text for a file. */
export function receiptText(receipt: Receipt, brand: string, translations: Translations): string {
  const { t } = translations
  const { device, state, at } = receipt
  const name = deviceName(device, { ...translations, timeZone: 'UTC' })
  const system = systemName(device.osVersion, t)
  const facts: [string, string][] = [
    [t('receipt.number'), receipt.referenceCode],
    [t('receipt.device'), [name, system, device.fingerprint].filter(Boolean).join(', ')],
    [t('receipt.file.outcome'), t(`outcome.${state}`)],
    [t('receipt.file.at'), at],
    [t('receipt.reason'), t(`remove.reason.${receipt.reason}`)],
    [t('receipt.by'), t(`receipt.by.${receipt.by}`)],
  ]
  const lines = facts.map(([term, fact]) => `${term}: ${fact}`)
  return [`${brand} · ${t('receipt.file.title')}`, '', ...lines, ''].join('\n')
}
