import { Temporal } from 'temporal-polyfill'

/**
 * Reads a timestamp of the service: a local date-time without zone and with 0 to 9 fractional digits
 * (`2025-01-15T09:00:00.000`, `2020-01-02T03:04:05.242194378`), in the zone `RECOGNIZE_TIMEZONE`.
 * The documentation doesn't name the zone; should the service begin to send one, it is obeyed.
 * Gives an instant with nanoseconds (ISO 8601, UTC, always nine fractional digits, so that text order is time order), or null.
 */
export function readTimestamp(text: string, timeZone: string): string | null {
  return (timeZone === 'UTC' ? readPlainly(text) : null) ?? readAny(text, timeZone)
}

/** The usual form in the usual zone, without the calendar arithmetic that costs most of a long list's time. */
function readPlainly(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?$/.test(text)) return null
  const seconds = text.slice(0, '0000-00-00T00:00:00'.length)
  const time = Date.parse(`${seconds}Z`)
  // `Date.parse` takes 30 February for 2 March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(seconds)) return null
  return `${seconds}.${text.slice(seconds.length + 1).padEnd(9, '0')}Z`
}

function readAny(text: string, timeZone: string): string | null {
  try {
    const instant = /[T ].*[Z+\-[]/i.test(text)
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant()
    const iso = instant.toString({ fractionalSecondDigits: 9 })
    // Years before 0 or after 9999 carry a sign and six digits: no such device exists, and they would break text order.
    return /^\d{4}-/.test(iso) ? iso : null
  } catch {
    return null
  }
}
