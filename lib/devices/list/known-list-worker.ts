import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '../../database/connection'
import { knownLists } from '../../database/schema'
import type { JobResult, Queue } from '../../jobs/queue'
import { runDue } from '../../jobs/run-queue'
import { deadlineIn, READ_BUDGET_MS } from '../../platform/deadline'
import { FIRST_READING_MS } from '../outside/known-lists'
import { noteReadings } from '../outside/note-readings'
import { readDeviceLists } from './read-devices'

type WatchedList = typeof knownLists.$inferSelect

/** For how long after an act in the portal the list is read. */
const WATCHED_MS = 3 * 24 * 3600_000
const MOST_PAUSE_MS = 6 * 3600_000
/** For how long a reading is tried while the service can't be asked. */
const OUTAGE_MS = 24 * 3600_000

/** Reads lists without a person: after removals and activations, and where a reading left something undecided. */
export const knownListQueue: Queue<WatchedList> = {
  name: 'known lists',
  table: knownLists,
  key: 'userId',
  lane: 'userId',
  order: [],
  atOnce: 4,
  pauseMs: 5_000,
  claimMs: 30_000,
  run: readKnownList,
  nextTryAt: (list, at) => new Date(at.getTime() + pauseSince(list.watchedSince, at)),
  giveUpAt: ({ watchedSince, readAt }) =>
    new Date((watchedSince ?? readAt).getTime() + WATCHED_MS + OUTAGE_MS),
  giveUp: (list) => setDue(list, null),
}

/** Reads once what is due at `clock()`. Returns how many lists it claimed. */
export function readDueLists(clock: () => Date, atOnce?: number): Promise<number> {
  return runDue(knownListQueue, clock, atOnce)
}

async function readKnownList(
  list: WatchedList,
  clock: () => Date,
): Promise<JobResult<WatchedList>> {
  const { userId } = list
  const at = clock()
  const read = await readDeviceLists({ userIds: [userId] }, deadlineIn(READ_BUDGET_MS))
  if (!read.ok) return { again: list }
  await noteReadings([{ userId, devices: read.value.devices.map(({ device }) => device) }], at)
  await setDue(list, await nextReadingAt(list, clock()))
  return 'done'
}

/** The next reading: half of the time since the act later, or sooner while something is undecided. */
async function nextReadingAt(
  { userId, watchedSince }: WatchedList,
  at: Date,
): Promise<Date | null> {
  const [now] = await database()
    .select({ listHash: knownLists.listHash })
    .from(knownLists)
    .where(eq(knownLists.userId, userId))
  const isWatched = watchedSince !== null && at.getTime() - watchedSince.getTime() < WATCHED_MS
  if (now?.listHash === null) return new Date(at.getTime() + FIRST_READING_MS)
  return isWatched ? new Date(at.getTime() + pauseSince(watchedSince, at)) : null
}

function pauseSince(since: Date | null, at: Date): number {
  const sinceMs = since === null ? 0 : at.getTime() - since.getTime()
  return Math.min(MOST_PAUSE_MS, Math.max(FIRST_READING_MS, sinceMs / 2))
}

/** Sets the next reading, unless an act in the portal has set another one since the row was claimed. */
async function setDue({ userId, dueAt }: WatchedList, next: Date | null): Promise<void> {
  if (dueAt === null) return
  await database()
    .update(knownLists)
    .set({ dueAt: next })
    .where(and(eq(knownLists.userId, userId), eq(knownLists.dueAt, dueAt)))
}
