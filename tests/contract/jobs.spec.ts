import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { database } from '@/lib/database/connection'
import { notifications } from '@/lib/database/schema'
import { sealRow } from '@/lib/database/sealed-rows'
import { backOff, type JobResult, type Queue } from '@/lib/jobs/queue'
import { runDue, startQueue } from '@/lib/jobs/run-queue'
import { databaseTest as test, expect } from '../integration/support/test'

type Row = typeof notifications.$inferSelect

// A queue sees all rows that are due before its clock: these tests go one after the other, and leave no row behind.
test.describe.configure({ mode: 'default' })

/** Long before anything else in the table is due (before 2002), and each after the one before. */
const newStart = () => new Date((Date.now() % 10 ** 9) * 1000)
const after = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000)

/** Puts rows into lanes (the address), due one millisecond after the other; gives their ids. */
async function put(start: Date, lanes: readonly string[]): Promise<string[]> {
  const rows = lanes.map((address, place) => ({
    id: randomUUID(),
    address,
    content: {},
    createdAt: new Date(start.getTime() + place),
    dueAt: new Date(start.getTime() + place),
    tries: 0,
  }))
  const sealed = rows.map((row) => sealRow(notifications, row))
  await database().insert(notifications).values(sealed)
  return rows.map(({ id }) => id)
}
const remove = async ({ id }: Pick<Row, 'id'>): Promise<JobResult<Row>> => {
  await database().delete(notifications).where(eq(notifications.id, id))
  return 'done'
}
const rowOf = async (id = '') =>
  (await database().select().from(notifications).where(eq(notifications.id, id)))[0]

const queueOf = (changes: Partial<Queue<Row>>): Queue<Row> => ({
  name: 'a test',
  table: notifications,
  key: 'id',
  lane: 'address',
  order: ['createdAt'],
  atOnce: 4,
  pauseMs: 5,
  claimMs: 15_000,
  run: remove,
  nextTryAt: ({ tries }, at) => backOff(tries, at, { firstMs: 1_000, mostMs: 10_000 }),
  giveUpAt: ({ createdAt }) => after(createdAt, 60),
  giveUp: async (row) => void (await remove(row)),
  ...changes,
})

test('however many work on a queue, each row is worked on once', async () => {
  const start = newStart()
  const ids = await put(
    start,
    Array.from({ length: 40 }, () => randomUUID()),
  )
  const seen: string[] = []
  const queue = queueOf({
    run: async (row) => {
      seen.push(row.id)
      return remove(row)
    },
  })
  const clock = () => after(start, 1)
  const all = async () => {
    for (let claimed = 1; claimed > 0;) claimed = await runDue(queue, clock)
  }
  await Promise.all([all(), all(), all()])
  expect(seen.toSorted()).toEqual(ids.toSorted())
})

test('a claim is a lease: a row whose worker died is due again when it ends, not before', async () => {
  const start = newStart()
  const [id] = await put(start, [randomUUID()])
  const died = queueOf({ run: () => Promise.reject(new Error('killed')) })
  expect(await runDue(died, () => after(start, 1))).toBe(1)
  expect(await runDue(queueOf({}), () => after(start, 15.9))).toBe(0)
  expect(await runDue(queueOf({}), () => after(start, 16))).toBe(1)
  expect(await rowOf(id)).toBeUndefined()
})

test('what fails is tried again after pauses that double up to the longest, and given up in its time', async () => {
  const start = newStart()
  const [id] = await put(start, [randomUUID()])
  const queue = queueOf({ run: async (row) => ({ again: row }) })
  const pauses: number[] = []
  for (let at = after(start, 0); ;) {
    expect(await runDue(queue, () => at)).toBe(1)
    const row = await rowOf(id)
    if (!row) break
    pauses.push((row.dueAt.getTime() - at.getTime()) / 1000)
    expect(row.tries).toBe(pauses.length)
    at = row.dueAt
  }
  expect(pauses).toEqual([1, 2, 4, 8, 10, 10, 10, 10, 10])
})

test('a row that changed while it was worked on is not put off', async () => {
  const start = newStart()
  const [id = ''] = await put(start, [randomUUID()])
  const queue = queueOf({
    run: async (row) => {
      const dueAt = after(start, 3)
      await database().update(notifications).set({ dueAt }).where(eq(notifications.id, id))
      return { again: row }
    },
  })
  await runDue(queue, () => after(start, 1))
  expect(await rowOf(id)).toMatchObject({ dueAt: after(start, 3), tries: 0 })
  await remove({ id })
})

test('rows of one lane go one after the other in order, beside those of other lanes, and one that fails stops none', async () => {
  const start = newStart()
  const [one, other] = [randomUUID(), randomUUID()]
  const [first, second, third, elsewhere] = await put(start, [one, one, one, other])
  const events: string[] = []
  const queue = queueOf({
    run: async (row) => {
      events.push(`begin ${row.id}`)
      await sleep(row.id === first ? 100 : 10)
      events.push(`end ${row.id}`)
      await remove(row)
      if (row.id === second) throw new Error('the second fails')
      return 'done'
    },
  })
  expect(await runDue(queue, () => after(start, 1))).toBe(4)
  const ofLane = events.filter((event) => !event.endsWith(elsewhere ?? ''))
  const inTurn = [first, second, third].flatMap((id) => [`begin ${id}`, `end ${id}`])
  expect(ofLane).toEqual(inTurn)
  expect(events.indexOf(`begin ${elsewhere}`)).toBeLessThan(events.indexOf(`end ${first}`))
})

test('a lane that hangs keeps only itself waiting', async () => {
  const start = newStart()
  const hanging = randomUUID()
  const [hung, next] = await put(start, [hanging, hanging])
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const queue = queueOf({
    run: async (row) => {
      if (row.id === hung) await held
      return remove(row)
    },
  })
  startQueue(queue, () => after(start, 1))
  const others = await put(
    start,
    Array.from({ length: 10 }, () => randomUUID()),
  )
  for (const id of others) await expect.poll(() => rowOf(id)).toBeUndefined()
  expect([await rowOf(hung), await rowOf(next)]).toMatchObject([{ id: hung }, { id: next }])
  release()
  await expect.poll(() => rowOf(next)).toBeUndefined()
})
