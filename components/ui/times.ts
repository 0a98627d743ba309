// Times as people read them. The functions take ISO 8601 instants, and the person's zone and formats.

const DAY_MS = 24 * 60 * 60 * 1000

const MOST_CACHED = 200
const cached = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs more than drawing a row, and a page of many rows uses the same few formats thousands of times. */
function formatOf(formats: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([formats, options])
  const format = cached.get(key) ?? new Intl.DateTimeFormat(formats, options)
  // Browsers name zones in any spelling: the cache must not grow with them.
  if (cached.size >= MOST_CACHED) cached.clear()
  cached.set(key, format)
  return format
}

/** Dates with nanoseconds are legal ISO 8601, but Date reads milliseconds reliably. */
function dateOf(at: string): Date {
  return new Date(at.replace(/(\.\d{3})\d+/, '$1'))
}

/** “15 January 2025”. */
export function fullDay(at: string, formats: string, timeZone: string): string {
  return formatOf(formats, { dateStyle: 'long', timeZone }).format(dateOf(at))
}

/** “15 January” within the year of `now`, else “15 January 2025”. */
export function shortDay(at: string, now: string, formats: string, timeZone: string): string {
  const year = (instant: string) =>
    formatOf('en', { year: 'numeric', timeZone }).format(dateOf(instant))
  return year(at) === year(now)
    ? formatOf(formats, { day: 'numeric', month: 'long', timeZone }).format(dateOf(at))
    : fullDay(at, formats, timeZone)
}

/** The number of calendar days from `at` to `now` in the person's zone. */
function daysBetween(at: string, now: string, timeZone: string): number {
  const day = (instant: string) =>
    Date.parse(formatOf('sv-SE', { timeZone, dateStyle: 'short' }).format(dateOf(instant)))
  return Math.round((day(now) - day(at)) / DAY_MS)
}

/** “today”, “yesterday”, “5 days ago” for a week, then the day itself. */
export function friendlyDay(at: string, now: string, formats: string, timeZone: string): string {
  const days = daysBetween(at, now, timeZone)
  return days >= 0 && days < 7
    ? new Intl.RelativeTimeFormat(formats, { numeric: 'auto' }).format(-days, 'day')
    : fullDay(at, formats, timeZone)
}

/** Whether two instants are on the same calendar day in the person's zone. */
export function isSameDay(at: string, other: string, timeZone: string): boolean {
  return daysBetween(at, other, timeZone) === 0
}

/** “14:03 CET”: for a time that must not be misread while the person's own zone isn't known yet. */
export function zonedClockTime(at: string, formats: string, timeZone: string): string {
  return formatOf(formats, {
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
    hourCycle: 'h23',
  }).format(dateOf(at))
}

/** “14:03”, or “14:03:20” in medium style. */
export function clockTime(
  at: string,
  formats: string,
  timeZone: string,
  timeStyle: 'short' | 'medium' = 'short',
): string {
  return formatOf(formats, {
    timeStyle,
    timeZone,
    hourCycle: 'h23',
  }).format(dateOf(at))
}

/** “15 January 2025 at 09:00:00 GMT+1”, in the person's zone. */
export function exactTime(at: string, formats: string, timeZone: string): string {
  return formatOf(formats, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
    hourCycle: 'h23',
  }).format(dateOf(at))
}
