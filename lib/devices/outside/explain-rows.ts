import 'server-only'
import { and, desc, eq, gte, inArray, isNotNull, isNull, or } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { activations, auditEntries, clientStates } from '../../database/schema'
import { believableColumns, believedRows } from '../../database/sealed-rows'
import { pendingRemovalsOf } from '../receipts/pending-removals'
import type { Explanation, ListedRow } from './compare-lists'

/** Longer than an activation is followed. */
const ACTIVATION_MS = 3 * 24 * 3600_000
/** How far the making of a row and the arrival of its state may be apart. */
const HAND_IN_MS = 10 * 60_000

/** The entries of the audit log that say what became of a device. The newest one of them counts. */
const TELLING = [
  'activation-ended',
  'client-state-stored',
  'client-state-destroyed',
  'removal-finished',
  'device-vanished',
  'device-came-back',
]

type Rows = {
  readonly userId: string
  /** Rows that are listed, and weren't before or were otherwise. */
  readonly listed: readonly ListedRow[]
  /** Rows that were listed before and aren't now. */
  readonly missing: readonly string[]
  /** Rows whose removal was confirmed. A new phone or client state has a new key, so it is none of them. */
  readonly removed: ReadonlySet<string>
  readonly at: Date
}

/** What acts in the portal explain of the changes of a list, by the id of the device. */
export async function explainRows(rows: Rows, tx: Database): Promise<Map<string, Explanation>> {
  const { userId, listed, missing } = rows
  const explanations = new Map<string, Explanation>()
  if (listed.length + missing.length === 0) return explanations
  for (const id of await idsByRunningActivation(rows, tx)) explanations.set(id, 'later')
  for (const { deviceId, state } of await pendingRemovalsOf([userId], tx))
    if (state !== 'scheduled') explanations.set(deviceId, 'later')
  for (const id of await idsByState(rows, tx)) explanations.set(id, 'here')
  for (const id of await idsByEntries(rows, tx)) explanations.set(id, 'here')
  return explanations
}

/** The listed rows that may be the phone of an activation whose phone is still expected. */
async function idsByRunningActivation(
  { userId, listed, removed, at }: Rows,
  tx: Database,
): Promise<string[]> {
  if (listed.length === 0) return []
  const rows = await tx
    .select(believableColumns(activations))
    .from(activations)
    .where(
      and(
        eq(activations.userId, userId),
        isNotNull(activations.redeemedAt),
        isNotNull(activations.dueAt),
        gte(activations.createdAt, new Date(at.getTime() - ACTIVATION_MS)),
      ),
    )
  const running = believedRows(activations, rows, { userId })
  const mayBeOf = ({ deviceId: id, device: { kind } }: ListedRow) =>
    running.some(
      ({ deviceId, knownDevices }) =>
        deviceId === id ||
        (kind !== 'backup' &&
          kind !== 'temporary' &&
          !removed.has(id) &&
          !knownDevices.includes(id)),
    )
  return listed.filter(mayBeOf).map(({ deviceId }) => deviceId)
}

/** The listed rows of kept client states; also those of states without a row, when there are no more rows than states. */
async function idsByState({ userId, listed, removed }: Rows, tx: Database): Promise<string[]> {
  if (listed.length === 0) return []
  const ids = listed.map(({ deviceId }) => deviceId)
  const rows = await tx
    .select(believableColumns(clientStates))
    .from(clientStates)
    .where(
      and(
        eq(clientStates.userId, userId),
        or(inArray(clientStates.deviceId, ids), isNull(clientStates.deviceId)),
      ),
    )
  const states = believedRows(clientStates, rows, { userId })
  const linked = new Set(states.flatMap(({ deviceId }) => deviceId ?? []))
  const rowless = states.filter(({ deviceId }) => deviceId === null)
  const candidates = listed.filter(
    ({ deviceId, device: { kind, addedAt } }) =>
      kind !== 'phone' &&
      addedAt !== null &&
      !linked.has(deviceId) &&
      !removed.has(deviceId) &&
      rowless.some(
        ({ storedAt }) => Math.abs(storedAt.getTime() - Date.parse(addedAt)) <= HAND_IN_MS,
      ),
  )
  return [
    ...linked,
    ...(candidates.length <= rowless.length ? candidates.map(({ deviceId }) => deviceId) : []),
  ]
}

/** The rows about which the audit log says last that an act in the portal added them, or used them up. */
async function idsByEntries({ userId, listed, missing }: Rows, tx: Database): Promise<string[]> {
  const ids = [...listed.map(({ deviceId }) => deviceId), ...missing]
  const entries = await tx
    .select({
      deviceId: auditEntries.deviceId,
      type: auditEntries.type,
      detail: auditEntries.detail,
    })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.userId, userId),
        inArray(auditEntries.deviceId, ids),
        inArray(auditEntries.type, TELLING),
      ),
    )
    .orderBy(desc(auditEntries.id))
  const newest = new Map<string, (typeof entries)[number]>()
  for (const entry of entries)
    if (entry.deviceId !== null && !newest.has(entry.deviceId)) newest.set(entry.deviceId, entry)
  const isMissing = new Set(missing)
  return [...newest].flatMap(([id, { type, detail }]) => {
    const { why, ending } = detail as { readonly why?: unknown; readonly ending?: unknown }
    const isUsedUp =
      type === 'client-state-destroyed' &&
      (why === 'redeemed' || why === 'expired' || why === 'undone')
    const isAdded =
      type === 'client-state-stored' || (type === 'activation-ended' && ending === 'listed')
    return isUsedUp || (isAdded && !isMissing.has(id)) ? [id] : []
  })
}
