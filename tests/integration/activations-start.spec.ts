import { addOptions } from '@/lib/activations/steps/add-options'
import { latestActivation } from '@/lib/activations/tracking/read-activation'
import { redeemCode } from '@/lib/activations/steps/redeem-code'
import { endWithStoredState, lockAwaitingState } from '@/lib/activations/steps/receive-state'
import { reportProgress } from '@/lib/activations/steps/report-progress'
import { startActivation, type StartRequest } from '@/lib/activations/steps/start-activation'
import { cancelActivation } from '@/lib/activations/steps/undo-activation'
import { authorize } from '@/lib/auth/authorization/authorize'
import { keptStates } from '@/lib/client-states/vault/vault'
import { database } from '@/lib/database/connection'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { backupRow, phoneRow, onePhone } from '../builders/rows'
import {
  begin,
  holderOf,
  onTheWay,
  redeem,
  seen,
  storeState,
  trailOf,
  withBackup,
  report,
} from './support/activations'
import {
  databaseTest as test,
  expect,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'
import { starting } from './support/authorized'

const codeOf = async ({ actor, subject }: Somebody, request: Partial<StartRequest>) => {
  const asked = { identity: 0, start: 'backup', previous: null, ...request } as const
  const started = await startActivation({
    authorized: starting(actor, subject),
    request: asked,
    at: now(),
    deadline: readDeadline(),
  })
  return started.ok ? null : started.error.code
}

const rows = (count: number) => (userId: string) =>
  Array.from({ length: count }, () => phoneRow({ userId }))

test('nobody begins anything for somebody else, or for an identity they don’t have @C2', async () => {
  const { person } = await withBackup()
  const stranger = await makeSomebody(onePhone)
  expect(authorize(stranger.actor, 'activations:start:own', person.subject).ok).toBe(false)
  for (const identity of [1, -1, 0.5])
    expect(await codeOf(person, { identity })).toBe('not-allowed')
  expect(await latestActivation({ authorized: starting(person.actor), at: now() })).toBeNull()
  expect(await latestActivation({ authorized: starting(stranger.actor), at: now() })).toBeNull()
})

test('without a state, a phone or a free place nothing begins, and it is said which is missing', async () => {
  const bare = await makeSomebody((userId) => [backupRow({ userId })])
  expect(await codeOf(bare, { start: 'backup' })).toBe('no-state')
  expect(await codeOf(bare, { start: 'old-phone' })).toBe('no-phone')
  for (const previous of [null, 'ABCD-EFGH-2345', 'x'])
    expect(await codeOf(bare, { start: 'made-state', previous })).toBe('no-state')
  const full = await makeSomebody(rows(49))
  await storeState(full)
  expect(await codeOf(full, { start: 'backup' })).toBe('no-place')
  // One for the state that the old phone makes, and one for the phone.
  const nearly = await makeSomebody(rows(49))
  expect(await codeOf(nearly, { start: 'old-phone' })).toBe('no-place')
  expect(await codeOf(await makeSomebody(rows(48)), { start: 'old-phone' })).toBeNull()
  const inactive = await makeSomebody((userId) => [phoneRow({ userId, state: 'SUSPENDED' })])
  expect(await codeOf(inactive, { start: 'old-phone' })).toBe('no-phone')
})

test('while the service can’t be read nothing begins', async () => {
  const { person } = await withBackup()
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 401 })
  expect(await codeOf(person, {})).toBe('key-refused')
  const options = await addOptions({
    authorized: starting(person.actor, person.subject),
    at: now(),
    deadline: readDeadline(),
  })
  expect(options).toMatchObject({ ok: false, error: { code: 'key-refused' } })
  expect(await latestActivation({ authorized: starting(person.actor), at: now() })).toBeNull()
})

test('what could be begun is told for each identity: places, phones, the newest backup that is still listed', async () => {
  const { person } = await withBackup()
  const gone = await storeState(person)
  await recognize.revoke(person.userId, gone.publicSigningKey)
  const other = await makeSomebody((userId) => [backupRow({ userId })])
  const { actor } = person
  const subject = { ...person.subject, userIds: [person.userId, other.userId] } as const
  const stranger = authorize(other.actor, 'activations:start:own', subject)
  expect(stranger).toEqual({ ok: false, error: { code: 'not-allowed' } })
  const options = await addOptions({
    authorized: starting(actor, subject),
    at: now(),
    deadline: readDeadline(),
  })
  const [kept] = (await keptStates([person.userId], now())).toReversed()
  expect(options).toEqual({
    ok: true,
    value: {
      isSetUp: true,
      identities: [
        {
          identity: 0,
          places: { used: 2, limit: 50 },
          phones: 1,
          backup: { storedAt: kept?.storedAt.toISOString(), deviceId: kept?.deviceId },
          isBackupElsewhere: false,
        },
        {
          identity: 1,
          places: { used: 1, limit: 50 },
          phones: 0,
          backup: null,
          isBackupElsewhere: true,
        },
      ],
    },
  })
})

test('whoever begins anew makes the code from before worthless; of two at the same moment one stands', async () => {
  const { person } = await withBackup()
  const first = await begin(person)
  const [second, third] = await Promise.all([begin(person), begin(person)])
  const holder = holderOf(person)
  expect(
    await redeemCode({
      holder,
      ownUserIds: person.subject.userIds,
      text: first.codes.code,
      at: now(),
    }),
  ).toMatchObject({
    ok: false,
  })
  expect((await seen(person, first.number)).ending).toBe('superseded')
  const endings = [second, third].map(async ({ number }) => (await seen(person, number)).ending)
  expect((await Promise.all(endings)).toSorted()).toEqual([null, 'superseded'].toSorted())
  const standing = await latestActivation({ authorized: starting(person.actor), at: now() })
  expect([second.number, third.number]).toContain(standing?.number)
  expect(await trailOf(first.number)).toContain('activation-ended: superseded')
  // Somebody else's goes on.
  const { person: other } = await withBackup()
  const others = await begin(other)
  await begin(person)
  expect((await seen(other, others.number)).ending).toBeNull()
})

test('a cancelled code is worthless; one that was redeemed can’t be cancelled, nor anybody else’s @C2', async () => {
  const { person } = await withBackup()
  const { number } = await begin(person)
  const stranger = await makeSomebody()
  expect(await cancelActivation({ authorized: starting(stranger.actor), number, at: now() })).toBe(
    'not-found',
  )
  expect(
    await cancelActivation({ authorized: starting(person.actor), number: 'x', at: now() }),
  ).toBe('not-found')
  expect((await seen(person, number)).ending).toBeNull()
  expect(await cancelActivation({ authorized: starting(person.actor), number, at: now() })).toBe(
    'cancelled',
  )
  expect(await cancelActivation({ authorized: starting(person.actor), number, at: now() })).toBe(
    'too-late',
  )
  const { number: other } = await onTheWay(person)
  expect(
    await cancelActivation({ authorized: starting(person.actor), number: other, at: now() }),
  ).toBe('too-late')
  expect((await seen(person, other)).ending).toBeNull()
})

test('an old phone makes a state that exactly one new phone gets', async () => {
  const person = await makeSomebody(onePhone)
  const { number, codes } = await begin(person, { start: 'old-phone' })
  const holder = holderOf(person)
  const awaiting = (who: typeof holder, of: string, at: Date) =>
    database().transaction((tx) => lockAwaitingState(who, of, at, tx))
  // Before it was redeemed nobody waits for a state, and nobody else's state is ever waited for.
  expect(await awaiting(holder, number, now())).toBeNull()
  const made = await storeState(person, 'temporary')
  const take = (at = now()) =>
    database().transaction((tx) => endWithStoredState(number, made.id, at, tx))
  expect(await take()).toBe(false)
  const redeemed = await redeem(person, codes.typed)
  expect(redeemed).toMatchObject({ purpose: 'make-state', clientState: null })
  const stranger = await makeSomebody(onePhone)
  expect(await awaiting(holderOf(stranger), number, now())).toBeNull()
  expect(await awaiting(holder, number, redeemed.expiresAt)).toBeNull()
  expect(await take(redeemed.expiresAt)).toBe(false)
  expect(await awaiting(holder, number, now())).toEqual({ userId: person.userId })
  expect(await take()).toBe(true)
  expect(await take()).toBe(false)
  expect((await seen(person, number)).ending).toBe('stored')
  expect(await codeOf(stranger, { start: 'made-state', previous: number })).toBe('no-state')
  const bound = await onTheWay(person, { start: 'made-state', previous: number })
  expect(bound.redeemed).toMatchObject({ kind: 'temporary', clientState: made.text })
  expect(await keptStates([person.userId], now())).toEqual([])
  expect(await codeOf(person, { start: 'made-state', previous: number })).toBe('no-state')
})

test('what an app reports of somebody else’s activation, or of one it didn’t redeem, is about none @C2', async () => {
  const { person } = await withBackup()
  const stranger = await makeSomebody(onePhone)
  const failed = { event: 'failed', errorCode: 30004, publicSigningKey: null } as const
  const NOT_FOUND = { ok: false, error: { code: 'not-found' } }
  const { number, codes } = await begin(person)
  expect(await report(person, number, failed)).toEqual(NOT_FOUND)
  await redeem(person, codes.code)
  for (const foreign of ['ABCD-EFGH-2345', 'x', ''])
    expect(await report(person, foreign, failed)).toEqual(NOT_FOUND)
  expect(await report(stranger, number, failed)).toEqual(NOT_FOUND)
  const elsewhere = { ...holderOf(person), issuer: 'https://other.example' }
  expect(await reportProgress({ holder: elsewhere, number, report: failed, at: now() })).toEqual(
    NOT_FOUND,
  )
  expect(await seen(person, number)).toMatchObject({ failure: null, version: 2 })
  expect(await trailOf(number)).not.toContain('activation-failed')
})

test('a failure shows until the next try', async () => {
  const { person } = await withBackup()
  const { number } = await onTheWay(person)
  const tell = (event: 'failed' | 'face-check-started' | 'face-check-passed') => {
    const errorCode = event === 'failed' ? 30007 : null
    const told = { event, errorCode, publicSigningKey: null }
    return report(person, number, told)
  }
  expect(await tell('failed')).toMatchObject({ value: { failure: 'locked-out' } })
  expect((await seen(person, number)).failure).toMatchObject({
    reason: 'locked-out',
    code: '30007',
  })
  expect(await tell('face-check-started')).toMatchObject({ value: { failure: null } })
  expect(await seen(person, number)).toMatchObject({ failure: null, facePassedAt: null })
  await tell('failed')
  await tell('face-check-passed')
  const { failure, facePassedAt, version } = await seen(person, number)
  expect({ failure, version }).toEqual({ failure: null, version: 6 })
  expect(facePassedAt).not.toBeNull()
  expect(await trailOf(number)).toEqual([
    'activation-started',
    'activation-redeemed',
    'activation-failed',
    'activation-failed',
  ])
})
