import { randomUUID } from 'node:crypto'
import { activityEvent } from '@/lib/activity/events'
import {
  entriesAboutDevice,
  entriesOf,
  record,
  removalEntries,
  type EntryContext,
} from '@/lib/activity/trail'
import { EVENTS } from '../builders/events'
import { newUserId } from '../builders/rows'
import { query, wordsOf } from './support/database'
import { databaseTest as test, DATABASES, expect } from './support/test'

function about(userId: string, more: Partial<EntryContext> = {}): EntryContext {
  return {
    actor: { issuer: 'https://issuer.example', subject: 'ada' },
    correlationId: randomUUID(),
    at: new Date('2026-01-01T12:00:00.123Z'),
    userId,
    deviceId: 'd'.repeat(32),
    ...more,
  }
}

const [INTENDED] = EVENTS.filter(({ type }) => type === 'removal-intended')
const [FINISHED] = EVENTS.filter(({ type }) => type === 'removal-finished')
if (!INTENDED || !FINISHED) throw new Error('the events of this spec are incomplete')

test('the events of this spec are all there are', () => {
  const types = activityEvent.options.map(({ shape }) => shape.type.value)
  expect(new Set(EVENTS.map(({ type }) => type))).toEqual(new Set(types))
})

for (const databaseName of DATABASES)
  test.describe(databaseName, () => {
    test.use({ databaseName })

    for (const change of [
      `UPDATE activity_events SET actor_subject = 'ben'`,
      `UPDATE activity_events SET detail = '{}' WHERE user_id = '<user>'`,
      `DELETE FROM activity_events WHERE user_id = '<user>'`,
      'DELETE FROM activity_events',
      'TRUNCATE activity_events',
      'TRUNCATE activity_events CASCADE',
    ])
      test(`the trail refuses to be changed: ${change}`, async () => {
        const userId = newUserId()
        await record(INTENDED, about(userId))
        const before = await query(`SELECT * FROM activity_events ORDER BY id`)
        const failure = await query(change.replace('<user>', userId)).catch(
          (error: unknown) => error,
        )
        expect(wordsOf(failure)).toContain('the trail is append-only')
        expect(await query(`SELECT * FROM activity_events ORDER BY id`)).toEqual(before)
      })

    test('an entry keeps its place: nobody chooses the number of a new one', async () => {
      const failure = await query(
        `INSERT INTO activity_events (id, at, type, correlation_id, actor_issuer, actor_subject, version, detail)
         VALUES (1, now(), 'signed-in', 'x', 'x', 'x', 1, '{}')`,
      ).catch((error: unknown) => error)
      expect(wordsOf(failure)).toMatch(/GENERATED ALWAYS|non-DEFAULT/)
    })

    test('every event comes back as it was written', async () => {
      const userId = newUserId()
      for (const event of EVENTS) {
        const context = about(userId)
        await record(event, context)
        const { correlationId, at, deviceId } = context
        expect(await entriesOf([correlationId], [userId])).toEqual([
          { ...event, correlationId, at, userId, deviceId },
        ])
      }
    })

    test('an entry of a newer version takes away nothing but itself', async () => {
      const userId = newUserId()
      const context = about(userId)
      await record(INTENDED, context)
      await query(
        `INSERT INTO activity_events (at, type, correlation_id, actor_issuer, actor_subject, user_id, version, detail)
         VALUES (now(), 'removal-finished', '${context.correlationId}', 'x', 'x', '${userId}', 99, '{}'),
                (now(), 'not invented yet', '${context.correlationId}', 'x', 'x', '${userId}', 1, '{}')`,
      )
      expect(await entriesOf([context.correlationId], [userId])).toMatchObject([INTENDED])
      expect(await removalEntries([userId], 10)).toHaveLength(1)
    })

    test('another person’s entries are never given, whatever they are asked by', async () => {
      const [mine, other] = [newUserId(), newUserId()]
      const shared = { correlationId: randomUUID(), deviceId: randomUUID() }
      for (const userId of [mine, other])
        for (const event of [INTENDED, FINISHED]) await record(event, about(userId, shared))
      const nobodys = { actor: { issuer: 'i', subject: 's' }, at: new Date(), ...shared }
      await record(INTENDED, nobodys)
      for (const userIds of [[], [newUserId()], ['%'], ['']]) {
        expect(await entriesOf([shared.correlationId], userIds)).toEqual([])
        expect(await entriesAboutDevice(shared.deviceId, userIds, 50)).toEqual([])
        expect(await removalEntries(userIds, 50)).toEqual([])
      }
      for (const entries of [
        await entriesOf([shared.correlationId], [mine]),
        await entriesAboutDevice(shared.deviceId, [mine], 50),
        await removalEntries([mine], 50),
      ])
        expect(entries.map(({ userId }) => userId)).toEqual([mine, mine])
    })

    test('an undertaking reads oldest first, a device’s history newest first, however late the clock', async () => {
      const userId = newUserId()
      const context = { correlationId: randomUUID(), deviceId: randomUUID() }
      // A clock that was set back must not turn cause and effect around.
      const at = [new Date('2026-01-01T12:00:01Z'), new Date('2026-01-01T12:00:00Z')] as const
      await record(INTENDED, about(userId, { ...context, at: at[0] }))
      await record(FINISHED, about(userId, { ...context, at: at[1] }))
      const types = (entries: { type: string }[]) => entries.map(({ type }) => type)
      const order = ['removal-intended', 'removal-finished']
      expect(types(await entriesOf([context.correlationId], [userId]))).toEqual(order)
      expect(types(await entriesAboutDevice(context.deviceId, [userId], 50))).toEqual(
        order.toReversed(),
      )
      expect(types(await removalEntries([userId], 50))).toEqual(order.toReversed())
    })

    test('a limit keeps the newest, and only removals are among removals', async () => {
      const userId = newUserId()
      const deviceId = randomUUID()
      for (const event of EVENTS) await record(event, about(userId, { deviceId }))
      expect(await entriesAboutDevice(deviceId, [userId], 2)).toMatchObject([
        EVENTS.at(-1),
        EVENTS.at(-2),
      ])
      const removals = await removalEntries([userId], 100)
      expect(new Set(removals.map(({ type }) => type))).toEqual(
        new Set(EVENTS.map(({ type }) => type).filter((type) => type.startsWith('removal-'))),
      )
    })
  })
