import { randomUUID } from 'node:crypto'
import type { SignedInPerson } from '@/lib/auth/sessions/signed-in-person'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import type { Session } from '@/lib/auth/sessions/session'
import { everyUserId, ownSubject } from '@/lib/auth/sessions/own-subject'
import { readDeadline } from '@/lib/platform/deadline'
import { identified } from '../builders/identified'
import { newUserId } from '../builders/rows'
import { databaseTest as test, expect, somebody, recognize } from './support/test'

const start = new Date('2026-01-01T12:00:00.000Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

async function signIn(changes: Partial<SignedInPerson>): Promise<Session & { id: string }> {
  const { issuer, subject } = somebody().actor
  const id = await createSession(identified({ issuer, subject, ...changes }), 'token', start)
  const found = await findSession(id, start)
  if (!found) throw new Error('not found')
  return { ...found, id }
}

test('without a claim and without an external ID nobody is looked up', async () => {
  for (const externalUserId of [null, '', '.', '..']) {
    const result = await ownSubject(await signIn({ externalUserId }), start, readDeadline())
    expect(result).toEqual({ ok: false, error: { code: 'not-known' } })
  }
  expect(await recognize.journal({ externalUserId: '..' })).toEqual([])
})

test('a person the service doesn’t know is not known, and asked about again each time', async () => {
  const externalUserId = `x-${randomUUID()}`
  const row = await signIn({ externalUserId })
  const notKnown = { ok: false, error: { code: 'not-known' } }
  expect(await ownSubject(row, start, readDeadline())).toEqual(notKnown)
  await recognize.setLookUpFault(externalUserId, {
    on: 'lookup',
    kind: 'status',
    status: 404,
    times: 1,
  })
  expect(await ownSubject(row, start, readDeadline())).toEqual(notKnown)
  const userId = newUserId()
  await recognize.mapExternalUser(externalUserId, [userId])
  expect(await ownSubject(row, start, readDeadline())).toMatchObject({
    value: { userIds: [userId] },
  })
})

test('of somebody who acts for others every ID counts, claimed or found, and that there is nobody is remembered for a while', async () => {
  const externalUserId = `x-${randomUUID()}`
  const nobody = await signIn({ externalUserId })
  const asked = async () => (await recognize.journal({ externalUserId })).length
  expect(await everyUserId(nobody, start, readDeadline())).toEqual({ ok: true, value: [] })
  const again = await findSession(nobody.id, later(14))
  if (!again) throw new Error('not found')
  expect(await everyUserId(again, later(14), readDeadline())).toEqual({ ok: true, value: [] })
  expect(await asked()).toBe(1)
  const [claimed, found] = [newUserId(), newUserId()]
  await recognize.mapExternalUser(externalUserId, [found])
  const both = await signIn({ externalUserId, claimedUserId: claimed })
  const all = { ok: true, value: [claimed, found] }
  expect(await everyUserId(both, start, readDeadline())).toEqual(all)
  // What was found is believed while the service can’t be asked; what is their own doesn’t change with it.
  const fault = { on: 'lookup', kind: 'status', status: 500 } as const
  await recognize.setLookUpFault(externalUserId, fault)
  const old = await findSession(both.id, later(20))
  if (!old) throw new Error('not found')
  expect(await everyUserId(old, later(20), readDeadline())).toEqual(all)
  expect(await ownSubject(old, later(20), readDeadline())).toMatchObject({
    value: { userIds: [claimed] },
  })
  const unknown = await signIn({ externalUserId })
  expect((await everyUserId(unknown, start, readDeadline())).ok).toBe(false)
  await recognize.clearLookUpFaults(externalUserId)
})

test('a look-up that fails is an error, never “not known” @J3', async () => {
  for (const [status, code] of [
    [500, 'unavailable'],
    [401, 'key-refused'],
    [429, 'busy'],
  ] as const) {
    const externalUserId = `x-${randomUUID()}`
    await recognize.setLookUpFault(externalUserId, { on: 'lookup', kind: 'status', status })
    const result = await ownSubject(await signIn({ externalUserId }), start, readDeadline())
    expect(result).toMatchObject({ ok: false, error: { code } })
  }
  const externalUserId = `x-${randomUUID()}`
  const body = [{ userId: '../AB' }]
  await recognize.setLookUpFault(externalUserId, { on: 'lookup', kind: 'body', body })
  const result = await ownSubject(await signIn({ externalUserId }), start, readDeadline())
  expect(result).toMatchObject({ ok: false, error: { code: 'unexpected-answer' } })
})

test('the claim decides alone: nobody is looked up beside it', async () => {
  const [userId, externalUserId] = [newUserId(), `x-${randomUUID()}`]
  await recognize.mapExternalUser(externalUserId, [newUserId()])
  const row = await signIn({ claimedUserId: userId, externalUserId })
  const { issuer, subject } = row
  expect(await ownSubject(row, start, readDeadline())).toEqual({
    ok: true,
    value: { issuer, subject, userIds: [userId] },
  })
  expect(await recognize.journal({ externalUserId })).toEqual([])
})

test('everybody behind the external ID counts, in upper case and once; hostile text stays one segment @D7', async () => {
  const externalUserId = `../users/AB?x=1#${randomUUID()}/ü`
  const [a, b] = [newUserId(), newUserId()]
  await recognize.mapExternalUser(externalUserId, [a, b, a.toLowerCase()])
  const result = await ownSubject(await signIn({ externalUserId }), start, readDeadline())
  expect(result).toMatchObject({ ok: true, value: { userIds: [a, b] } })
  expect(await recognize.journal({ externalUserId })).toMatchObject([
    { operation: 'lookup', externalUserId, status: 200 },
  ])
})

test('what was found is kept for a quarter of an hour, for this sign-in only', async () => {
  const [userId, moved] = [newUserId(), newUserId()]
  const externalUserId = `x-${randomUUID()}`
  await recognize.mapExternalUser(externalUserId, [userId])
  const first = await signIn({ externalUserId })
  await ownSubject(first, start, readDeadline())
  await recognize.mapExternalUser(externalUserId, [moved])
  const again = await findSession(first.id, later(14))
  if (!again) throw new Error('not found')
  expect(await ownSubject(again, later(14), readDeadline())).toMatchObject({
    value: { userIds: [userId] },
  })
  expect(await recognize.journal({ externalUserId })).toHaveLength(1)
  expect(await ownSubject(again, later(15), readDeadline())).toMatchObject({
    value: { userIds: [moved] },
  })
  const other = await signIn({ externalUserId })
  expect(await ownSubject(other, start, readDeadline())).toMatchObject({
    value: { userIds: [moved] },
  })
})
