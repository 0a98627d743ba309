import { clientStates } from '@/lib/database/schema'
import { sealAgain } from './support/edit-row'
import fc from 'fast-check'
import { entriesOf } from '@/lib/audit/log/audit-log'
import {
  destroyExpired,
  destroyState,
  destroyStatesOfDevice,
} from '@/lib/client-states/vault/destroy-states'
import { keptStates, openState, putState } from '@/lib/client-states/vault/vault'
import { database } from '@/lib/database/connection'
import { now } from '@/lib/platform/clock'
import { randomId } from '@/lib/platform/crypto'
import { newUserId } from '../builders/rows'
import { query } from './support/database'
import { stateOf, undertaking } from './support/states'
import { databaseTest as test, expect } from './support/test'

const gone = { ok: false, error: { code: 'state-gone' } }
const minutes = (count: number) => new Date(Date.now() + count * 60_000)

test('somebody else’s state isn’t opened, listed or destroyed, and neither is an unknown one @C2', async () => {
  const [owner, stranger] = [newUserId(), newUserId()]
  const id = await putState(stateOf(owner), 'the state', now())
  expect(await openState(id, stranger, now())).toEqual(gone)
  expect(await openState(randomId(), owner, now())).toEqual(gone)
  expect(await keptStates([stranger], now())).toEqual([])
  expect(await keptStates([], now())).toEqual([])
  expect(await destroyState(id, stranger, 'redeemed', undertaking())).toBe(false)
  expect(await openState(id, owner, now())).toMatchObject({ value: { text: 'the state' } })
})

test('a row that was moved to another person, id or kind, or changed at all, isn’t opened @G1', async () => {
  const [owner, other] = [newUserId(), newUserId()]
  for (const [change, id, userId, code] of [
    [`user_id = '${other}'`, null, other, 'state-gone'],
    [`id = '${owner}'`, owner, owner, 'state-gone'],
    [`kind = 'temporary'`, null, owner, 'state-gone'],
    [`sealed_state = sealed_state || '\\x00'::bytea`, null, owner, 'state-damaged'],
    [`wrapped_key = '\\x'::bytea`, null, owner, 'state-damaged'],
  ] as const) {
    const put = await putState(stateOf(owner), 'the state', now())
    await query(`UPDATE client_states SET ${change} WHERE id = '${put}'`)
    expect(await openState(id ?? put, userId, now()), change).toEqual({
      ok: false,
      error: { code },
    })
    // The envelope doesn't open there either, should somebody have made the seal right.
    await sealAgain(clientStates, `id = '${id ?? put}'`)
    expect(await openState(id ?? put, userId, now()), change).toMatchObject({
      error: { code: 'state-damaged' },
    })
  }
  const exchanged = await Promise.all(
    ['one', 'two'].map((text) => putState(stateOf(owner), text, now())),
  )
  const [one, two] = exchanged
  await query(
    `UPDATE client_states AS here SET sealed_state = there.sealed_state, wrapped_key = there.wrapped_key
     FROM client_states AS there WHERE here.id = '${one}' AND there.id = '${two}'`,
  )
  expect(await openState(String(one), owner, now())).toMatchObject({
    error: { code: 'state-damaged' },
  })
})

test('a missing key is named, and no key is @G2', async () => {
  const userId = newUserId()
  const id = await putState(stateOf(userId), 'the state', now())
  await query(`UPDATE client_states SET key_id = 'lost-2024' WHERE id = '${id}'`)
  const opened = await openState(id, userId, now())
  expect(opened).toEqual({ ok: false, error: { code: 'key-missing', keyId: 'lost-2024' } })
})

test('what UTF-8 couldn’t hold is not kept', async () => {
  const userId = newUserId()
  await expect(putState(stateOf(userId), 'a\ud800b', now())).rejects.toThrow(/UTF-8/)
  expect(await keptStates([userId], now())).toEqual([])
})

test('what was put in comes out byte for byte, whatever it is', async () => {
  const userId = newUserId()
  const long = '\u{1F511}\u0000"\\\r\n'.repeat(1024 * 104)
  const texts = [
    ...fc.sample(fc.string({ unit: 'binary', size: 'max', maxLength: 3_000 }), 15),
    '',
    '\ufeffa',
  ]
  for (const text of [...texts, long]) {
    const id = await putState(stateOf(userId), text, now())
    expect(await openState(id, userId, now())).toEqual({
      ok: true,
      value: { text, kind: 'backup' },
    })
  }
})

test('kept states are told newest first, without what they hold', async () => {
  const userId = newUserId()
  const older = await putState(stateOf(userId), 'canary-one', minutes(-2))
  const linked = { deviceId: 'd'.repeat(32), linkedBy: 'app' } as const
  const temporary = { kind: 'temporary', expiresAt: minutes(60), madeBy: 'idv-bridge' } as const
  const newer = await putState(stateOf(userId, { ...linked, ...temporary }), 'two', minutes(-1))
  const kept = await keptStates([userId, newUserId()], now())
  expect(kept).toMatchObject([
    { id: newer, userId, ...temporary, deviceId: linked.deviceId },
    { id: older, userId, kind: 'backup', madeBy: 'app', deviceId: null, expiresAt: null },
  ])
  expect(Object.keys(kept[0] ?? {}).toSorted()).toEqual([
    'deviceId',
    'expiresAt',
    'id',
    'kind',
    'madeBy',
    'missingSince',
    'storedAt',
    'userId',
  ])
})

test('an expired state is gone at that very moment, and destroyed once; others stay @G5', async () => {
  const userId = newUserId()
  const [expiresAt, later] = [minutes(10), minutes(11)]
  const expiring = { kind: 'temporary', expiresAt, deviceId: 'e'.repeat(32) } as const
  const id = await putState(stateOf(userId, expiring), 'one', now())
  const staying = [
    await putState(stateOf(userId, { kind: 'temporary', expiresAt: later }), 'two', now()),
    await putState(stateOf(userId), 'three', now()),
  ]
  const before = new Date(expiresAt.getTime() - 1)
  expect(await openState(id, userId, before)).toMatchObject({ ok: true })
  await destroyExpired(before)
  expect(await keptStates([userId], before)).toHaveLength(3)
  expect(await openState(id, userId, expiresAt)).toEqual(gone)
  expect(await keptStates([userId], expiresAt)).toHaveLength(2)
  await Promise.all([1, 2, 3].map(() => destroyExpired(expiresAt)))
  const rows = await query(`SELECT id FROM client_states WHERE user_id = '${userId}'`)
  expect(rows.map((row) => row['id']).toSorted()).toEqual(staying.toSorted())
  expect(await entriesOf([id], [userId])).toMatchObject([
    {
      type: 'client-state-destroyed',
      deviceId: expiring.deviceId,
      detail: { id, kind: 'temporary', why: 'expired' },
    },
  ])
})

test('of ten that hand a state out and destroy it at once, one does @C6', async () => {
  const userId = newUserId()
  const id = await putState(stateOf(userId, { kind: 'temporary' }), 'the state', now())
  const by = undertaking()
  const handedOut = await Promise.all(
    Array.from({ length: 10 }, () =>
      database().transaction(async (tx) => {
        const opened = await openState(id, userId, now(), tx)
        return opened.ok && (await destroyState(id, userId, 'redeemed', by, tx))
      }),
    ),
  )
  expect(handedOut.filter(Boolean)).toHaveLength(1)
  expect(await entriesOf([by.correlationId], [userId])).toHaveLength(1)
})

test('a destruction that is taken back has destroyed nothing and told nothing @I4', async () => {
  const userId = newUserId()
  const deviceId = 'f'.repeat(32)
  const id = await putState(stateOf(userId, { deviceId }), 'the state', now())
  const by = undertaking()
  const undone = database().transaction(async (tx) => {
    expect(await destroyState(id, userId, 'redeemed', by, tx)).toBe(true)
    expect(await destroyStatesOfDevice(userId, deviceId, by, tx)).toBe(0)
    throw new Error('no')
  })
  await expect(undone).rejects.toThrow('no')
  expect(await openState(id, userId, now())).toMatchObject({ ok: true })
  expect(await entriesOf([by.correlationId], [userId])).toEqual([])
})

test('of a device only its own state is destroyed', async () => {
  const [userId, other] = [newUserId(), newUserId()]
  const [deviceId, another] = ['a'.repeat(32), 'b'.repeat(32)]
  await putState(stateOf(userId, { deviceId }), 'the state', now())
  await putState(stateOf(userId, { deviceId: another }), 'another', now())
  await putState(stateOf(userId), 'without a row', now())
  await putState(stateOf(other, { deviceId }), 'of somebody else', now())
  expect(await destroyStatesOfDevice(userId, deviceId, undertaking())).toBe(1)
  expect(await destroyStatesOfDevice(userId, deviceId, undertaking())).toBe(0)
  expect(await keptStates([userId, other], now())).toHaveLength(3)
})
