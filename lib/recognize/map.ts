import { readTimestamp } from './timestamp'
import type { UserDeviceRow } from './schema'
import { foreignText, OTHER_STATE } from '../platform/visible-text'

/** A device row in our own words. Stays on the server: it holds the public signing key. */
export type RecognizeDevice = {
  readonly userId: string
  /** The device's identifier upstream; null when the row has none that can be sent, so the row can be shown but not removed. */
  readonly publicSigningKey: string | null
  /** The kind as the service states it, as it was written; null when it states none. */
  readonly statedKind: string | null
  /** The service's own word, such as `ACTIVE`; other values are not documented. One that can't be read never counts as ACTIVE. */
  readonly state: string | null
  /** ISO 8601 instants in UTC with nanoseconds. */
  readonly addedAt: string | null
  /** Whether its date can't be: before the service existed, or in the future. `addedAt` is null then. */
  readonly hasImpossibleDate: boolean
  readonly deletedAt: string | null
  readonly osVersion: string | null
  readonly sdkVersion: string | null
  /** Fields of the row that are missing or can't be read, by the vendor's names. */
  readonly odd: readonly string[]
}

/** Text of the service without characters that hide or reverse other text; null where nothing is left. */
function visiblePart(text: string | undefined): string | null {
  return text?.replaceAll(/[\p{C}\u2028\u2029]/gu, '').trim() || null
}

/** A public signing key as the service can be sent it: base64 or base64url, padded or not. */
export const KEY_PATTERN = /^[A-Za-z0-9+/_-]{1,4000}={0,2}$/

/** Stands for a kind that was sent but can't be read. It is not a word of the service. */
const UNREADABLE = '?'

/** The stated kind. A field that was sent but can't be read still states a kind, only not which. */
function statedKind(row: UserDeviceRow): string | null {
  const fields = ['type', 'deviceType', 'clientStateType'] as const
  const stated = fields.map((field) => row[field]).find((kind) => kind !== undefined)
  return stated ?? (fields.some((field) => row.odd.includes(field)) ? UNREADABLE : null)
}

/** The vendor was founded in 2015: no device is older. ISO 8601, UTC. */
const FIRST_POSSIBLE = '2015-01-01'
/** In milliseconds. The service's zone is not documented, and the furthest ones are 26 hours apart. */
const MOST_AHEAD_MS = 26 * 3600_000

/** Whether an instant can't be the date of a device in a list that was read at `readAt`. */
function isImpossible(instant: string, readAt: Date): boolean {
  return instant < FIRST_POSSIBLE || Date.parse(instant) > readAt.getTime() + MOST_AHEAD_MS
}

/** Maps a row of `userId`'s list, read at `readAt`, to our words; reports a missing, unusable or impossible key or date in `odd`. */
export function mapDeviceRow(
  row: UserDeviceRow,
  userId: string,
  timeZone: string,
  readAt: Date,
): RecognizeDevice {
  const odd = [...row.odd]
  const note = (field: string) => {
    if (!odd.includes(field)) odd.push(field)
  }
  const key = row.publicSigningKey
  const usableKey = key !== undefined && KEY_PATTERN.test(key) ? key : null
  if (usableKey === null) note('publicSigningKey')
  const time = (field: 'createdAt' | 'deletedAt') => {
    const text = row[field]
    if (text === undefined) return null
    const instant = readTimestamp(text, timeZone)
    if (instant === null) note(field)
    return instant
  }
  const createdAt = time('createdAt')
  const deletedAt = time('deletedAt')
  const hasImpossibleDate = createdAt !== null && isImpossible(createdAt, readAt)
  const addedAt = hasImpossibleDate ? null : createdAt
  if (addedAt === null) note('createdAt')
  return {
    userId,
    publicSigningKey: usableKey,
    statedKind: statedKind(row),
    state:
      odd.includes('state') || odd.includes('deletedAt')
        ? OTHER_STATE
        : foreignText('state', visiblePart(row.state)),
    addedAt,
    hasImpossibleDate,
    deletedAt,
    osVersion: foreignText('system', visiblePart(row.osVersion)),
    sdkVersion: foreignText('version', visiblePart(row.sdkVersion)),
    odd,
  }
}
