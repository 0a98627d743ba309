import { en } from '@/lib/i18n/messages/en'
import { attribute, formWith, hiddenFields, type Field } from '../../fixtures/forms'

// What the portal's pages say, read from their markup as it arrives.

export const STATES = [
  'scheduled',
  'running',
  'cancelled',
  'overtaken',
  'stopped',
  'kept',
  'abandoned',
  'confirmed',
  'not-yet-confirmed',
  'already-gone',
  'refused-by-service',
  'not-sent',
  'unknown',
] as const
export type State = (typeof STATES)[number]

const RECEIPT = '[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}'

/** The state a receipt page states, by the words that stand out in it; null when it isn't one. */
export function stateOn(html: string): State | null {
  const words = html.match(/<p role="status"[^>]*><strong>(.*?)<\/strong>/)?.[1]
  return STATES.find((state) => en[`receipt.${state}`].split('**')[1] === words) ?? null
}

/** The receipt a page belongs to, by its address. */
export function receiptAt(path: string): string | null {
  return path.match(`^/receipts/(${RECEIPT})$`)?.[1] ?? null
}

/** The clean-up a page belongs to, by its address. */
export function cleanUpAt(path: string): string | null {
  return path.match(`^/devices/clean-up/(${RECEIPT})$`)?.[1] ?? null
}

/** The receipts a page leads to, or lets undo. */
export function receiptsOn(html: string): string[] {
  const named = new RegExp(`(?:/receipts/|name="receipt" value=")(${RECEIPT})"`, 'g')
  return [...new Set([...html.matchAll(named)].map(([, number = '']) => number))]
}

/** The ids of the devices in the list, one for each row; null when the page shows no list. */
export function devicesOn(html: string): string[] | null {
  const rows = html.match(/<li class="device\b.*?<\/li>/gs) ?? []
  const isList = rows.length > 0 || html.includes(en['empty.title'])
  return isList
    ? rows.map((row) => row.match(/href="\/devices\/([0-9a-f]{32})"/)?.[1] ?? row)
    : null
}

/** What the form of a removal page sends; null when the page has none. */
export function removalFields(html: string, reason: string, confirms: boolean): Field[] | null {
  const form = formWith(html, 'name="reason"')
  if (form === undefined) return null
  const box = form.match(/<input type="checkbox"[^>]*>/)?.[0]
  const confirmed: Field[] =
    confirms && box !== undefined ? [['confirmed', attribute(box, 'value')]] : []
  return [...hiddenFields(form), ['reason', reason], ...confirmed]
}

/** What a form of hidden fields and a button sends; null when the page has none with this field. */
export function buttonFields(html: string, field: string): Field[] | null {
  const form = formWith(html, `name="${field}"`)
  return form === undefined ? null : hiddenFields(form)
}
