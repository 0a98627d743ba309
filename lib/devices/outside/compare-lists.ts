import type { RememberedDevice } from '../../audit/events/events'

// What happened outside of the portal: two lists of one Recognize user are compared. All of it is pure.

/** How long a row must be missing before the portal believes that it is gone: one odd answer must not look like it. */
export const BELIEVED_GONE_MS = 5 * 60_000
/** How long after a removal a row may still be listed by an answer that is older than the removal. */
export const RETURN_GRACE_MS = 5_000
/** How long a new client state may take from the service to the portal. Until then nobody is told of its row. */
export const HAND_IN_GRACE_MS = 2 * 60_000
/** When a row is looked at again that the portal itself may still explain. */
const EXPLAINED_LATER_MS = 10 * 60_000
/** The most changes that are told at once. The next reading tells the others. */
export const MOST_CHANGES = 50

/** A row of the service's list, as far as it is compared. */
export type ListedRow = {
  readonly deviceId: string
  readonly device: RememberedDevice
  /** The service's own word when it isn't ACTIVE. */
  readonly state: string | null
  /** Why it can't count as a way in although the service doesn't call it inactive. */
  readonly doubt: 'no-state' | 'impossible-date' | null
}

/** What was last known of a row. */
export type KnownRow = Omit<ListedRow, 'device'> & {
  /** Null when it was removed before a list was taken in. */
  readonly device: RememberedDevice | null
  /** Since when the readings miss it. It isn't believed to be gone yet. */
  readonly missingSince: Date | null
  /** When a removal through the portal was confirmed. */
  readonly removedAt: Date | null
  /** When it was listed again after that. */
  readonly returnedAt: Date | null
  /** When it appeared without an act in the portal. */
  readonly appearedAt: Date | null
}

/**
 * What the portal itself knows of a change.
 * - `here` an act in the portal made it
 * - `later` an act that goes on in the portal may have made it
 */
export type Explanation = 'here' | 'later'

/** A change that nothing in the portal explains. */
export type OutsideChange = Pick<ListedRow, 'deviceId' | 'device'> &
  (
    | { readonly what: 'appeared' | 'vanished' }
    | { readonly what: 'came-back'; readonly removedAt: Date }
    | { readonly what: 'changed'; readonly from: string | null; readonly to: string | null }
  )

/** What one reading means. */
export type Comparison = {
  /** The rows that are known now and weren't before, or were known otherwise. */
  readonly kept: readonly KnownRow[]
  /** The ids of the rows that are forgotten. */
  readonly forgotten: readonly string[]
  readonly changes: readonly OutsideChange[]
  /** When the list must be read again to decide the rest. Null when all is decided. */
  readonly lookAgainAt: Date | null
}

/** One reading of a user's list, and what was known before. */
export type Reading = {
  readonly known: readonly KnownRow[]
  /** No two of the same id. */
  readonly listed: readonly ListedRow[]
  /** When the reading began. */
  readonly at: Date
  /** Whether it is the first one of the user. It tells nobody of new rows. */
  readonly isFirst: boolean
  /** What the portal knows of the rows of {@link unsettledRows}. */
  readonly explanations: ReadonlyMap<string, Explanation>
}

type Verdict = {
  readonly row?: KnownRow | 'forgotten'
  readonly change?: OutsideChange
  readonly lookAgainAt?: Date
}

/** Whether the row was in the last list that was taken in. */
function isPresent({ removedAt, returnedAt }: KnownRow): boolean {
  return removedAt === null || returnedAt !== null
}

/** The ids of the rows for which the portal's own acts have to be looked up. */
export function unsettledRows({ known, listed }: Pick<Reading, 'known' | 'listed'>): string[] {
  const listedIds = new Set(listed.map(({ deviceId }) => deviceId))
  const before = new Map(known.map((row) => [row.deviceId, row]))
  const isUnsettled = ({ deviceId, state }: ListedRow) => {
    const row = before.get(deviceId)
    return row === undefined || !isPresent(row) || row.state !== state
  }
  return [
    ...listed.filter(isUnsettled).map(({ deviceId }) => deviceId),
    ...known
      .filter((row) => isPresent(row) && !listedIds.has(row.deviceId))
      .map(({ deviceId }) => deviceId),
  ]
}

/** Compares a reading with what was known. It depends neither on the order of rows nor on that of readings of the same list. */
export function compareLists(reading: Reading): Comparison {
  const { known, listed, at } = reading
  const before = new Map(known.map((row) => [row.deviceId, row]))
  const listedIds = new Set(listed.map(({ deviceId }) => deviceId))
  const kept: KnownRow[] = []
  const forgotten: string[] = []
  const changes: OutsideChange[] = []
  const looks: number[] = []
  const take = (deviceId: string, { row, change, lookAgainAt }: Verdict) => {
    if (lookAgainAt) looks.push(lookAgainAt.getTime())
    if (change && changes.length === MOST_CHANGES) {
      // Undecided: nothing of it is kept, so that the next reading finds it again.
      looks.push(at.getTime())
      return
    }
    if (change) changes.push(change)
    if (row === 'forgotten') forgotten.push(deviceId)
    else if (row) kept.push(row)
  }
  for (const row of inOrder(listed)) {
    const old = before.get(row.deviceId)
    const verdict =
      old === undefined
        ? judgeNew(row, reading)
        : isPresent(old)
          ? judgeListed(row, old, reading)
          : judgeReturned(row, old, reading)
    take(row.deviceId, verdict)
  }
  for (const old of inOrder(known))
    if (isPresent(old) && !listedIds.has(old.deviceId))
      take(old.deviceId, judgeMissing(old, reading))
  const lookAgainAt = looks.length === 0 ? null : new Date(Math.min(...looks))
  return { kept, forgotten, changes, lookAgainAt }
}

function inOrder<Row extends { readonly deviceId: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1))
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

const knownRow = (row: ListedRow): KnownRow => ({
  ...row,
  missingSince: null,
  removedAt: null,
  returnedAt: null,
  appearedAt: null,
})

/** A row that was never listed before. */
function judgeNew(row: ListedRow, { at, isFirst, explanations }: Reading): Verdict {
  const explanation = explanations.get(row.deviceId)
  if (isFirst || explanation === 'here') return { row: knownRow(row) }
  if (explanation === 'later') return { lookAgainAt: after(at, EXPLAINED_LATER_MS) }
  const handedInBy = handInEnd(row.device, at)
  if (handedInBy !== null) return { lookAgainAt: handedInBy }
  const { deviceId, device } = row
  return {
    row: { ...knownRow(row), appearedAt: at },
    change: { what: 'appeared', deviceId, device },
  }
}

/** Until when a row that was just made may be a client state on its way to the portal; null when it can't be one. */
function handInEnd({ kind, addedAt }: RememberedDevice, at: Date): Date | null {
  if (kind === 'phone' || addedAt === null) return null
  const age = at.getTime() - Date.parse(addedAt)
  // The service's clock may be ahead of the portal's.
  return Math.abs(age) < HAND_IN_GRACE_MS ? after(at, HAND_IN_GRACE_MS - age) : null
}

/** A row that was listed before too. */
function judgeListed(row: ListedRow, old: KnownRow, { at, explanations }: Reading): Verdict {
  const { deviceId, device, state, doubt } = row
  const now = { ...old, device, doubt, missingSince: null }
  if (old.state === state) return isSame(now, old) ? {} : { row: now }
  if (explanations.get(deviceId) === 'later')
    return { lookAgainAt: after(at, EXPLAINED_LATER_MS), row: now }
  return {
    row: { ...now, state },
    change: { what: 'changed', deviceId, device, from: old.state, to: state },
  }
}

function isSame(one: KnownRow, other: KnownRow): boolean {
  return (
    one.doubt === other.doubt &&
    one.missingSince?.getTime() === other.missingSince?.getTime() &&
    JSON.stringify(fieldsOf(one.device)) === JSON.stringify(fieldsOf(other.device))
  )
}

/** In a fixed order: the database keeps none. */
const fieldsOf = (device: RememberedDevice | null) =>
  device && [device.fingerprint, device.kind, device.kindSource, device.osVersion, device.addedAt]

/** A row whose removal was confirmed. One that the service lists as ended is what a removal may leave behind. */
function judgeReturned(row: ListedRow, old: KnownRow, { at, explanations }: Reading): Verdict {
  const { removedAt } = old
  if (row.state !== null || removedAt === null) return {}
  const { deviceId, device } = row
  const explanation = explanations.get(deviceId)
  if (explanation === 'here') return { row: knownRow(row) }
  if (explanation === 'later') return { lookAgainAt: after(at, EXPLAINED_LATER_MS) }
  const believedFrom = after(removedAt, RETURN_GRACE_MS)
  if (at <= believedFrom) return { lookAgainAt: after(believedFrom, 1) }
  return {
    row: { ...knownRow(row), removedAt, returnedAt: at },
    change: { what: 'came-back', deviceId, device, removedAt },
  }
}

/** A row that was listed before and isn't now. */
function judgeMissing(old: KnownRow, { at, explanations }: Reading): Verdict {
  const { deviceId, device, removedAt, missingSince } = old
  const gone: KnownRow | 'forgotten' =
    // A device that was removed and came back stays known, so that its next return is noticed.
    removedAt === null ? 'forgotten' : { ...old, missingSince: null, returnedAt: null }
  const explanation = explanations.get(deviceId)
  if (explanation === 'here') return { row: gone }
  if (explanation === 'later') return { lookAgainAt: after(at, EXPLAINED_LATER_MS) }
  const since = missingSince ?? at
  const believedFrom = after(since, BELIEVED_GONE_MS)
  if (at < believedFrom)
    return {
      lookAgainAt: believedFrom,
      ...(missingSince === null ? { row: { ...old, missingSince: at } } : {}),
    }
  return device === null
    ? { row: gone }
    : { row: gone, change: { what: 'vanished', deviceId, device } }
}
