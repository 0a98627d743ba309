import 'server-only'
import { and, eq, gte, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { RememberedDevice } from '../../audit/events/events'
import { rememberedDevice } from '../../audit/events/recorded-shapes'
import { database, type Database } from '../../database/connection'
import { knownDevices, knownLists } from '../../database/schema'
import type { KnownRow } from './compare-lists'

/** After an act in the portal the list is read without a person, for the first time after so many milliseconds. */
export const FIRST_READING_MS = 5 * 60_000

/** Something that happened to a listed device outside of the portal, as its row shows it. */
export type OutsideMark = {
  readonly deviceId: string
  /** `new`: since the owner's last visit. `came-back`: it was removed through the portal before. */
  readonly mark: 'new' | 'came-back'
}

/**
 * The marks of the devices of some Recognize users. A device is new until its owner's next session: `shownIn` is the
 * hashed id of the owner's session that sees the marks now, or null when somebody else looks.
 */
export async function outsideMarks(
  userIds: readonly string[],
  shownIn: string | null,
): Promise<OutsideMark[]> {
  const { deviceId, appearedAt, returnedAt } = knownDevices
  const isOfThese = inArray(knownDevices.userId, [...userIds])
  const isNew = and(
    isNotNull(appearedAt),
    shownIn === null
      ? isNull(knownDevices.shownIn)
      : or(isNull(knownDevices.shownIn), eq(knownDevices.shownIn, shownIn)),
  )
  const rows = await database()
    .select({ deviceId, returnedAt, shown: knownDevices.shownIn })
    .from(knownDevices)
    .where(and(isOfThese, or(isNotNull(returnedAt), isNew)))
  if (shownIn !== null && rows.some((row) => row.returnedAt === null && row.shown === null))
    await database()
      .update(knownDevices)
      .set({ shownIn })
      .where(and(isOfThese, isNotNull(appearedAt), isNull(knownDevices.shownIn)))
  return rows.map((row) => ({
    deviceId: row.deviceId,
    mark: row.returnedAt === null ? 'new' : 'came-back',
  }))
}

/** A row of the last known list. */
export type StoredRow = Pick<KnownRow, 'deviceId' | 'state' | 'doubt'> & {
  readonly userId: string
  readonly device: RememberedDevice
}

/** The rows of the last known lists; null unless the list of every user was taken in, and read again after `since`. */
export async function storedRows(
  userIds: readonly string[],
  since: Date,
): Promise<StoredRow[] | null> {
  const ids = [...new Set(userIds)]
  const lists = await database()
    .select({ userId: knownLists.userId })
    .from(knownLists)
    .where(
      and(
        inArray(knownLists.userId, ids),
        isNotNull(knownLists.firstReadAt),
        gte(knownLists.readAt, since),
      ),
    )
  if (lists.length < ids.length) return null
  const { userId, deviceId, device, state, doubt, removedAt, returnedAt } = knownDevices
  const isListed = or(isNull(removedAt), isNotNull(returnedAt))
  const rows = await database()
    .select({ userId, deviceId, device, state, doubt })
    .from(knownDevices)
    .where(and(inArray(userId, ids), isListed, isNull(knownDevices.missingSince)))
  return rows.flatMap((row) => {
    const known = rememberedDevice.safeParse(row.device)
    return known.success ? [{ ...row, device: known.data }] : []
  })
}

/** Lets the list be read without a person for some days, because an act in the portal changed it. */
export async function watchList(
  userId: string,
  at: Date,
  within: Database = database(),
): Promise<void> {
  const dueAt = new Date(at.getTime() + FIRST_READING_MS)
  await within
    .insert(knownLists)
    .values({ userId, readAt: at, watchedSince: at, dueAt })
    .onConflictDoUpdate({
      target: knownLists.userId,
      set: {
        watchedSince: at,
        dueAt: sql`least(${knownLists.dueAt}, excluded.due_at)`,
        // What is known changes without a reading, so that the same list can mean something else.
        listHash: null,
      },
    })
}

/** Notes that a removal through the portal is confirmed, in its transaction: if the device is listed again, it came back. */
export async function noteRemoved(
  userId: string,
  deviceId: string,
  at: Date,
  tx: Database,
): Promise<void> {
  await watchList(userId, at, tx)
  await tx
    .insert(knownDevices)
    .values({ userId, deviceId, removedAt: at })
    .onConflictDoUpdate({
      target: [knownDevices.userId, knownDevices.deviceId],
      set: { removedAt: at, returnedAt: null, appearedAt: null, missingSince: null },
    })
}
