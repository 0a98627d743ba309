import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { rememberedDevice } from '../../audit/events/recorded-shapes'
import { database, type Database } from '../../database/connection'
import { knownDevices, knownLists } from '../../database/schema'
import { sha256 } from '../../platform/crypto'
import { isUsableAtService, rememberDevice, type Device } from '../model/device'
import { compareTexts } from '../model/group-devices'
import {
  compareLists,
  unsettledRows,
  type Comparison,
  type KnownRow,
  type ListedRow,
} from './compare-lists'
import { explainRows } from './explain-rows'
import { reportChanges } from './report-changes'

/** A complete answer of the service for one Recognize user. A failure, or a user that it doesn't know, is none. */
export type CompleteList = { readonly userId: string; readonly devices: readonly Device[] }

type StoredList = typeof knownLists.$inferSelect

/** A list that stays the same is written once in this time, so that it isn't deleted as old. */
const TOUCH_MS = 24 * 3600_000
/** Fewer than a statement has room for. */
const ROWS_AT_ONCE = 1_000

/**
 * Takes in what the service listed, in readings that began at `at`. What happened outside of the portal since the last
 * reading is recorded and told, once, however many replicas read the same. A list that stays the same costs no write.
 */
export async function noteReadings(lists: readonly CompleteList[], at: Date): Promise<void> {
  if (lists.length === 0) return
  const userIds = lists.map(({ userId }) => userId)
  const stored = await database()
    .select()
    .from(knownLists)
    .where(inArray(knownLists.userId, userIds))
  for (const { userId, devices } of lists) {
    const listed = listedRows(devices)
    const before = stored.find((list) => list.userId === userId)
    if (before?.listHash !== hashOf(listed)) await takeIn(userId, listed, at)
    else if (at.getTime() - before.readAt.getTime() >= TOUCH_MS)
      await database().update(knownLists).set({ readAt: at }).where(eq(knownLists.userId, userId))
  }
}

/** The rows with a key, each key once. A row without one has no name by which it could be found in another list. */
function listedRows(devices: readonly Device[]): ListedRow[] {
  const rows = new Map<string, ListedRow>()
  const sorted = devices
    .filter(({ removable }) => removable)
    .toSorted(
      (a, b) =>
        compareTexts(a.id, b.id) ||
        // Of two rows of one key the usable one stands for both, whatever the service's order.
        Number(isUsableAtService(b)) - Number(isUsableAtService(a)) ||
        compareTexts(JSON.stringify(a), JSON.stringify(b)),
    )
  for (const device of sorted)
    if (!rows.has(device.id)) {
      const { id: deviceId, inactiveState: state, doubt } = device
      rows.set(deviceId, { deviceId, device: rememberDevice(device), state, doubt })
    }
  return [...rows.values()]
}

const hashOf = (listed: readonly ListedRow[]) => sha256(JSON.stringify(listed)).toString('hex')

async function takeIn(userId: string, listed: readonly ListedRow[], at: Date): Promise<void> {
  await database().transaction(async (tx) => {
    const list = await lockList(userId, at, tx)
    // Another replica took the same list in, or a reading that began later.
    if (list.listHash === hashOf(listed) || list.readAt > at) return
    const known = await knownRows(userId, tx)
    const isFirst = list.firstReadAt === null
    const unsettled = new Set(unsettledRows({ known, listed }))
    const explanations = await explainRows(
      {
        userId,
        listed: isFirst ? [] : listed.filter(({ deviceId }) => unsettled.has(deviceId)),
        missing: isFirst ? [] : missingOf(known, listed, unsettled),
        removed: new Set(
          known.filter(({ removedAt }) => removedAt !== null).map(({ deviceId }) => deviceId),
        ),
        at,
      },
      tx,
    )
    const comparison = compareLists({ known, listed, at, isFirst, explanations })
    await keep(userId, comparison, tx)
    await keepList(list, comparison, listed, at, tx)
    await reportChanges(userId, comparison.changes, at, tx)
  })
}

function missingOf(
  known: readonly KnownRow[],
  listed: readonly ListedRow[],
  unsettled: ReadonlySet<string>,
): string[] {
  const listedIds = new Set(listed.map(({ deviceId }) => deviceId))
  return known
    .map(({ deviceId }) => deviceId)
    .filter((id) => unsettled.has(id) && !listedIds.has(id))
}

/** Locks the user's list until the transaction ends: only one reading at a time is compared. */
async function lockList(userId: string, at: Date, tx: Database): Promise<StoredList> {
  await tx.insert(knownLists).values({ userId, readAt: at }).onConflictDoNothing()
  const [list] = await tx
    .select()
    .from(knownLists)
    .where(eq(knownLists.userId, userId))
    .for('update')
  if (list === undefined) throw new Error('the known list was deleted meanwhile')
  return list
}

async function knownRows(userId: string, tx: Database): Promise<KnownRow[]> {
  const rows = await tx.select().from(knownDevices).where(eq(knownDevices.userId, userId))
  return rows.map(({ userId: _userId, shownIn: _shownIn, device, ...row }) => ({
    ...row,
    device: rememberedDevice.safeParse(device).data ?? null,
  }))
}

async function keep(userId: string, { kept, forgotten }: Comparison, tx: Database): Promise<void> {
  for (let from = 0; from < forgotten.length; from += ROWS_AT_ONCE) {
    const ids = forgotten.slice(from, from + ROWS_AT_ONCE)
    await tx
      .delete(knownDevices)
      .where(and(eq(knownDevices.userId, userId), inArray(knownDevices.deviceId, ids)))
  }
  for (let from = 0; from < kept.length; from += ROWS_AT_ONCE)
    await tx
      .insert(knownDevices)
      .values(kept.slice(from, from + ROWS_AT_ONCE).map((row) => ({ userId, ...row })))
      .onConflictDoUpdate({
        target: [knownDevices.userId, knownDevices.deviceId],
        set: {
          device: sql`excluded.device`,
          state: sql`excluded.state`,
          doubt: sql`excluded.doubt`,
          missingSince: sql`excluded.missing_since`,
          removedAt: sql`excluded.removed_at`,
          returnedAt: sql`excluded.returned_at`,
          appearedAt: sql`excluded.appeared_at`,
        },
      })
}

async function keepList(
  { userId, firstReadAt, dueAt }: StoredList,
  { lookAgainAt }: Comparison,
  listed: readonly ListedRow[],
  at: Date,
  tx: Database,
): Promise<void> {
  const isSooner = lookAgainAt !== null && (dueAt === null || lookAgainAt < dueAt)
  await tx
    .update(knownLists)
    .set({
      firstReadAt: firstReadAt ?? at,
      readAt: at,
      listHash: lookAgainAt === null ? hashOf(listed) : null,
      ...(isSooner ? { dueAt: lookAgainAt } : {}),
    })
    .where(eq(knownLists.userId, userId))
}
