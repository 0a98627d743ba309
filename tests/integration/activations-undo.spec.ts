import { activations } from '@/lib/database/schema'
import { changeSealed } from './support/edit-row'
import { UNDO_MS } from '@/lib/activations/tracking/activation-state'
import { authorize } from '@/lib/auth/authorization/authorize'
import { undoActivation } from '@/lib/activations/steps/undo-activation'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { now } from '@/lib/platform/clock'
import {
  begin,
  bind,
  onTheWay,
  seen,
  trailOf,
  withBackup,
  look,
  bound,
  undo,
  report,
  toldOf,
} from './support/activations'
import { identified } from '../builders/identified'
import { mailTest as test, withAddresses } from './support/mail-test'
import { AT_ONCE, deletions, later } from './support/removals'
import { expect, type Somebody, makeSomebody, recognize } from './support/test'
import { undoing } from './support/authorized'
import { findReceipt } from './support/own-devices'

/** Signs the person in once more, as on another browser; tells whether that sign-in stands. */
async function elsewhere({ actor }: Somebody): Promise<() => Promise<boolean>> {
  const id = await createSession(identified({ ...actor, roles: [] }), 'token', now())
  return async () => (await findSession(id, now())) !== null
}

test('nobody undoes another person’s activation, or one of an identity that isn’t theirs any more @C2', async () => {
  const { person } = await withBackup()
  const stranger = await makeSomebody()
  const { number } = await onTheWay(person)
  const { actor, subject } = person
  const NOT_FOUND = { ok: false, error: { code: 'not-found' } }
  expect(await undo(stranger, number)).toEqual(NOT_FOUND)
  expect(await undo(person, 'ABCD-EFGH-2345')).toEqual(NOT_FOUND)
  expect(authorize(stranger.actor, 'activations:undo:own', subject)).toEqual({
    ok: false,
    error: { code: 'not-allowed' },
  })
  const moved = { ...subject, userIds: stranger.subject.userIds }
  expect(
    await undoActivation({ authorized: undoing(actor, moved), number, timing: AT_ONCE }),
  ).toEqual(NOT_FOUND)
  expect((await seen(person, number)).ending).toBeNull()
})

test('undone before anybody had the code, it is cancelled, and nobody else is signed out or told', async () => {
  const { person } = await withBackup()
  const told = await withAddresses(1, person)
  const stands = await elsewhere(person)
  const { number } = await begin(person)
  const undone = { ok: true, value: { receipt: null, othersEnded: 0 } }
  expect(await undo(person, number)).toEqual(undone)
  expect((await seen(person, number)).ending).toBe('cancelled')
  expect(await stands()).toBe(true)
  expect(await toldOf(told)).toEqual([])
  await look(later(5))
  expect(await deletions(person)).toEqual([])
})

test('the new phone is removed at once, although it is the only one, other sign-ins end, and everybody is told @B4 @N9', async () => {
  const { person, state } = await withBackup()
  const told = await withAddresses(1, person)
  const [phone] = (await recognize.getPerson(person.userId)).rows as {
    publicSigningKey: string
  }[]
  await recognize.revoke(person.userId, phone?.publicSigningKey ?? '')
  const { number, redeemed } = await onTheWay(person)
  const key = await bind(person, redeemed)
  await report(person, number, bound(key))
  await look(later(1))
  expect((await seen(person, number)).ending).toBe('listed')
  const stands = await elsewhere(person)
  const twice = await Promise.all([undo(person, number), undo(person, number)])
  const receipts = twice.flatMap((undone) => (undone.ok ? (undone.value.receipt ?? []) : []))
  expect(twice.map(({ ok }) => ok)).toEqual([true, true])
  expect(receipts.length).toBeGreaterThan(0)
  expect(twice.map((undone) => undone.ok && undone.value.othersEnded)).toContain(1)
  expect(await deletions(person)).toEqual([key])
  const [receipt = ''] = receipts
  expect(await findReceipt(person, { referenceCode: receipt })).toMatchObject({
    state: 'confirmed',
    reason: 'unrecognised',
    deviceId: deviceIdOf(person.userId, key),
  })
  expect(await stands()).toBe(false)
  expect(await seen(person, number)).toMatchObject({
    ending: 'undone',
    undoReceipt: receipt,
    device: { id: deviceIdOf(person.userId, key) },
  })
  expect(await undo(person, number)).toEqual({ ok: true, value: { receipt, othersEnded: 0 } })
  await look(later(60))
  expect(await deletions(person)).toEqual([key])
  // The backup it was set up with stays.
  const { rows } = await recognize.getPerson(person.userId)
  expect(rows).toMatchObject([{ publicSigningKey: state.publicSigningKey }])
  expect(await toldOf(told)).toEqual([
    'phone-added',
    'phone-removed-unrecognised',
    'phone-undone',
    'recovery-started',
  ])
  const undone = (await trailOf(number)).filter((entry) => entry === 'activation-ended: undone')
  expect(undone).toHaveLength(1)
})

test('undone while the phone is on its way, it is removed as soon as it is listed, and nothing else is', async () => {
  const { person } = await withBackup()
  const told = await withAddresses(1, person)
  const stands = await elsewhere(person)
  const { number, redeemed } = await onTheWay(person)
  expect(await undo(person, number)).toEqual({ ok: true, value: { receipt: null, othersEnded: 1 } })
  expect(await stands()).toBe(false)
  await look(later(1))
  expect(await deletions(person)).toEqual([])
  const key = await bind(person, redeemed)
  await Promise.all([look(later(4)), look(later(4))])
  expect(await deletions(person)).toEqual([key])
  const { ending, undoReceipt } = await seen(person, number)
  expect(ending).toBe('undone')
  expect(await findReceipt(person, { referenceCode: undoReceipt ?? '' })).toMatchObject({
    state: 'confirmed',
  })
  expect(await undo(person, number)).toMatchObject({ value: { receipt: undoReceipt } })
  await look(later(1_900))
  expect(await deletions(person)).toEqual([key])
  // It never was an added phone.
  expect(await toldOf(told)).toEqual([
    'phone-removed-unrecognised',
    'phone-undone',
    'recovery-started',
  ])
})

test('what the app told of a phone that isn’t listed yet is taken away too, by its key', async () => {
  const { person } = await withBackup()
  const { number, redeemed } = await onTheWay(person)
  await undo(person, number)
  const key = await bind(person, redeemed, { operationId: null })
  await report(person, number, bound(key))
  await look(later(2))
  expect(await deletions(person)).toEqual([key])
})

test('while the service is down the removal waits, and is done once it is back', async () => {
  const { person } = await withBackup()
  const { number, redeemed } = await onTheWay(person)
  const key = await bind(person, redeemed)
  await look()
  expect((await seen(person, number)).ending).toBe('listed')
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 401 })
  expect(await undo(person, number)).toMatchObject({ ok: true, value: { receipt: null } })
  await look(later(3_600))
  expect(await deletions(person)).toEqual([])
  await recognize.clearFaults(person.userId)
  await look(later(3_700))
  expect(await deletions(person)).toEqual([key])
  expect((await seen(person, number)).undoReceipt).not.toBeNull()
})

test('a process that dies between the undo and the removal leaves it to the next one @I4', async () => {
  const { person } = await withBackup()
  const { number, redeemed } = await onTheWay(person)
  const key = await bind(person, redeemed)
  await look()
  // As the undo leaves the row before it does anything.
  await changeSealed(
    activations,
    `ending = 'undone', due_at = now() + interval '10 s'`,
    `number = '${number}'`,
  )
  await look(later(5))
  expect(await deletions(person)).toEqual([])
  await look(later(11))
  expect(await deletions(person)).toEqual([key])
})

test('after a day, or where nothing was added, there is nothing to undo', async () => {
  const { person } = await withBackup()
  const TOO_LATE = { ok: false, error: { code: 'too-late' } }
  const expired = await begin(person)
  await look(later(601))
  expect(await undo(person, expired.number)).toEqual(TOO_LATE)
  const { number, redeemed } = await onTheWay(person)
  await bind(person, redeemed)
  await look()
  expect((await seen(person, number)).ending).toBe('listed')
  expect(await undo(person, number, later(UNDO_MS / 1000 + 5))).toEqual(TOO_LATE)
  expect(await deletions(person)).toEqual([])
  expect(await undo(person, number, later(UNDO_MS / 1000 - 5))).toMatchObject({ ok: true })
})
