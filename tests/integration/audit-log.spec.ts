import { randomUUID } from 'node:crypto'
import { appendEntries } from '@/lib/audit/log/chain'
import {
  entriesAboutDevice,
  entriesOf,
  recordEvent,
  removalEntries,
} from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { database } from '@/lib/database/connection'
import { EVENTS } from '../builders/events'
import { newUserId } from '../builders/rows'
import { query, wordsOf } from './support/database'
import { databaseTest as test, expect } from './support/test'
import { about } from './support/audit-log'

const [INTENDED] = EVENTS.filter(({ type }) => type === 'removal-intended')
const [FINISHED] = EVENTS.filter(({ type }) => type === 'removal-finished')
if (!INTENDED || !FINISHED) throw new Error('the events of this spec are incomplete')

for (const change of [
  `UPDATE audit_entries SET actor = 'ben'`,
  `UPDATE audit_entries SET detail = '{}' WHERE user_id = '<user>'`,
  `DELETE FROM audit_entries WHERE user_id = '<user>'`,
  'DELETE FROM audit_entries',
  'TRUNCATE audit_entries',
  'TRUNCATE audit_entries CASCADE',
])
  test(`the trail refuses to be changed: ${change} @I2`, async () => {
    const userId = newUserId()
    await recordEvent(INTENDED, about(userId))
    const before = await query(`SELECT * FROM audit_entries ORDER BY id`)
    const failure = await query(change.replace('<user>', userId)).catch((error: unknown) => error)
    expect(wordsOf(failure)).toContain('the audit log is append-only')
    expect(await query(`SELECT * FROM audit_entries ORDER BY id`)).toEqual(before)
  })

test('entries are numbered without gaps, also after one that could not be written @I4', async () => {
  const before = (await verifyAuditLog()).head.entries
  const failure = await recordEvent(INTENDED, about('\u0000')).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Error)
  await database()
    .transaction(async (tx) => {
      await recordEvent(INTENDED, about(newUserId()), tx)
      tx.rollback()
    })
    .catch(() => undefined)
  await recordEvent(INTENDED, about(newUserId()))
  const { head, findings } = await verifyAuditLog()
  expect(head.entries).toBe(before + 1)
  expect(findings).toEqual([])
})

test('every event comes back as it was written', async () => {
  const userId = newUserId()
  for (const event of EVENTS) {
    const context = about(userId)
    await recordEvent(event, context)
    const { correlationId, at, deviceId } = context
    expect(await entriesOf([correlationId], [userId])).toEqual([
      { ...event, correlationId, at, userId, deviceId },
    ])
  }
})

test('an entry of a newer version takes away nothing but itself', async () => {
  const userId = newUserId()
  const context = about(userId)
  await recordEvent(INTENDED, context)
  const newer = { ...context, userId, deviceId: null, role: 'person', outcome: 'done' } as const
  for (const event of [
    { type: 'removal-finished', version: 99, detail: {} },
    { type: 'not invented yet', version: 1, detail: {} },
  ])
    await database().transaction((tx) => appendEntries([{ ...newer, ...event }], tx))
  expect(await entriesOf([context.correlationId], [userId])).toMatchObject([INTENDED])
  expect(await removalEntries([userId], 10)).toHaveLength(1)
})

test('another person’s entries are never given, whatever they are asked by @C2', async () => {
  const [mine, other] = [newUserId(), newUserId()]
  const shared = { correlationId: randomUUID(), deviceId: randomUUID() }
  for (const userId of [mine, other])
    for (const event of [INTENDED, FINISHED]) await recordEvent(event, about(userId, shared))
  const nobodys = { actor: { issuer: 'i', subject: 's' }, at: new Date(), ...shared }
  await recordEvent(INTENDED, nobodys)
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
  await recordEvent(INTENDED, about(userId, { ...context, at: at[0] }))
  await recordEvent(FINISHED, about(userId, { ...context, at: at[1] }))
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
  for (const event of EVENTS) await recordEvent(event, about(userId, { deviceId }))
  expect(await entriesAboutDevice(deviceId, [userId], 2)).toMatchObject([
    EVENTS.at(-1),
    EVENTS.at(-2),
  ])
  const removals = await removalEntries([userId], 100)
  expect(new Set(removals.map(({ type }) => type))).toEqual(
    new Set(EVENTS.map(({ type }) => type).filter((type) => type.startsWith('removal-'))),
  )
})
