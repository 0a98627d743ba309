import { expect, test } from 'vitest'
import type { Subject } from '@/lib/auth/authorization/actor'
import { lastGoodLists, LastGoodList, type KnownList } from '@/lib/devices/list/last-good-list'
import { isOutage } from '@/lib/devices/list/service-outage'
import { phone } from '../builders/devices'
import { newUserId } from '../builders/rows'

const AT = new Date('2026-11-21T12:00:00.000Z')
const minutesLater = (minutes: number) => new Date(AT.getTime() + minutes * 60_000)

const somebody = (subject: string, userId = newUserId()): Subject => ({
  issuer: 'https://issuer.example',
  subject,
  userIds: [userId],
})
const listOf = (count: number, readAt = AT): KnownList => ({
  readAt: readAt.toISOString(),
  identities: 1,
  unknownIdentities: [],
  rowlessBackups: [],
  marks: [],
  devices: Array.from({ length: count }, () => phone()),
})

test('nobody gets what belongs to another person, another issuer or another identity @C2', () => {
  const store = new LastGoodList()
  const robin = somebody('robin')
  store.remember(robin, listOf(2))
  expect(store.recall({ ...robin, subject: 'kim' }, AT)).toBeNull()
  expect(store.recall({ ...robin, issuer: 'https://other.example' }, AT)).toBeNull()
  expect(store.recall({ ...robin, userIds: [newUserId()] }, AT)).toBeNull()
})

test('a person whose identities have changed has no list any more, not even with the old ones @C2', () => {
  const store = new LastGoodList()
  const robin = somebody('robin')
  store.remember(robin, listOf(2))
  store.recall({ ...robin, userIds: [...robin.userIds, newUserId()] }, AT)
  expect(store.recall(robin, AT)).toBeNull()
})

test('a look by somebody else takes nothing away, whatever identities it is about @C2', () => {
  const store = new LastGoodList({ people: 2, rows: 100, ageMs: 60_000 })
  const [robin, kim] = [somebody('robin'), somebody('kim')]
  store.remember(robin, listOf(2))
  store.remember(kim, listOf(1))
  expect(store.peek({ ...robin, userIds: [newUserId()] }, AT)).toBeNull()
  expect(store.peek(robin, minutesLater(2))).toBeNull()
  expect(store.peek(robin, AT)?.devices).toHaveLength(2)
  // It is no use either: the person who was here longest ago still goes first.
  store.remember(somebody('sasha'), listOf(1))
  expect(store.recall(robin, AT)).toBeNull()
  expect(store.recall(kim, AT)).not.toBeNull()
})

test('the identities in another order are the same ones, and each device stays with its own', () => {
  const store = new LastGoodList()
  const [first, second] = [newUserId(), newUserId()]
  const robin = { ...somebody('robin'), userIds: [first, second] as const }
  const [own, other] = [phone({ identity: 0 }), phone({ identity: 1 })]
  const rowlessBackups = [{ identity: 1, storedAt: AT.toISOString() }]
  const list = { ...listOf(0), identities: 2, unknownIdentities: [0], rowlessBackups }
  store.remember(robin, { ...list, devices: [own, other] })
  expect(store.recall({ ...robin, userIds: [second, first] }, AT)).toEqual({
    ...list,
    unknownIdentities: [1],
    rowlessBackups: [{ identity: 0, storedAt: AT.toISOString() }],
    devices: [
      { ...own, identity: 1 },
      { ...other, identity: 0 },
    ],
  })
  expect(store.recall({ ...robin, userIds: [second, second] }, AT)).toBeNull()
})

test('a list older than the limit is gone', () => {
  const store = new LastGoodList({ people: 10, rows: 10, ageMs: 60_000 })
  const robin = somebody('robin')
  store.remember(robin, listOf(1))
  expect(store.recall(robin, minutesLater(1))).toEqual(expect.objectContaining({ identities: 1 }))
  expect(store.recall(robin, new Date(minutesLater(1).getTime() + 1))).toBeNull()
})

test('who was forgotten is unknown', () => {
  const store = new LastGoodList()
  const robin = somebody('robin')
  store.remember(robin, listOf(1))
  store.forget(robin)
  expect(store.recall(robin, AT)).toBeNull()
})

test('an answer that comes late replaces none that was asked for after it', () => {
  const store = new LastGoodList()
  const robin = somebody('robin')
  const newer = listOf(1, minutesLater(1))
  store.remember(robin, newer)
  store.remember(robin, listOf(3))
  expect(store.recall(robin, AT)).toEqual(newer)
})

test('more people than the limit push out the one who was here longest ago, and only that one', () => {
  const store = new LastGoodList({ people: 2, rows: 100, ageMs: 60_000 })
  const [robin, kim, sasha] = [somebody('robin'), somebody('kim'), somebody('sasha')]
  store.remember(robin, listOf(1))
  store.remember(kim, listOf(1))
  store.recall(robin, AT)
  store.remember(sasha, listOf(1))
  expect(store.recall(kim, AT)).toBeNull()
  expect(store.recall(robin, AT)).not.toBeNull()
  expect(store.recall(sasha, AT)).not.toBeNull()
})

test('the rows of all people together stay below the limit, however often a list is kept', () => {
  const store = new LastGoodList({ people: 100, rows: 10, ageMs: 60_000 })
  const [robin, kim] = [somebody('robin'), somebody('kim')]
  store.remember(kim, listOf(4))
  for (let round = 0; round < 5; round++) store.remember(robin, listOf(6))
  expect(store.recall(kim, AT)).not.toBeNull()
  store.remember(robin, listOf(7))
  expect(store.recall(kim, AT)).toBeNull()
  expect(store.recall(robin, AT)).not.toBeNull()
})

test('a list of more rows than the limit is not kept at all', () => {
  const store = new LastGoodList({ people: 100, rows: 10, ageMs: 60_000 })
  const robin = somebody('robin')
  store.remember(robin, listOf(11))
  expect(store.recall(robin, AT)).toBeNull()
})

test('nothing that is kept holds a Recognize user id', () => {
  const store = new LastGoodList()
  const robin = somebody('robin')
  store.remember(robin, listOf(1))
  expect(JSON.stringify(store.recall(robin, AT))).not.toContain(robin.userIds[0])
})

test('there is one store per process, and a sign-out empties it of the person', () => {
  const robin = somebody('robin')
  lastGoodLists().remember(robin, listOf(1))
  const holder = globalThis as unknown as Record<symbol, unknown>
  expect(holder[Symbol.for('recognize-portal.last-known')]).toBe(lastGoodLists())
  lastGoodLists().forget(robin)
  expect(lastGoodLists().recall(robin, AT)).toBeNull()
})

test('an answer about the person is no outage, whatever keeps the service from answering is one', () => {
  for (const code of ['not-found', 'identity-unknown', 'not-known'] as const)
    expect(isOutage({ code })).toBe(false)
  for (const code of [
    'unreachable',
    'timeout',
    'busy',
    'unavailable',
    'unexpected-answer',
    'key-refused',
    'rejected',
  ] as const)
    expect(isOutage({ code })).toBe(true)
})
