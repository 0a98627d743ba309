import 'server-only'

const SECONDS = /^\d+$/
/** `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that may be sent today. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** Reads `Retry-After`, seconds or an HTTP date: milliseconds from `at`, never below 0; null when it is neither. */
export function readRetryAfter(header: string | null, at: Date): number | null {
  const text = header?.trim() ?? ''
  if (SECONDS.test(text)) return Number(text) * 1_000
  const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - at.getTime())
}
