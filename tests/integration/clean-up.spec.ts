import { putState } from '@/lib/client-states/vault/vault'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { UNCERTAIN_CONFIRMED } from '@/lib/devices/model/safeguards'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { now } from '@/lib/platform/clock'
import { backupRow, deviceRow, newSigningKey, phoneRow, temporaryRow } from '../builders/rows'
import { query } from './support/database'
import { stateOf } from './support/states'
import { deletions, later, HELD } from './support/removals'
import {
  databaseTest as test,
  expect,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'
import { cancelCleanUp, findCleanUp, planCleanUp, startCleanUp } from './support/own-devices'

const start = (person: Somebody, keys: readonly string[], confirmed: string | null = null) => {
  const deviceIds = keys.map((key) => deviceIdOf(person.userId, key))
  return startCleanUp(person, { deviceIds, confirmed, timing: HELD })
}

/** Starts a clean-up that must be accepted; gives its number. */
async function started(...asked: Parameters<typeof start>): Promise<string> {
  const cleanUp = await start(...asked)
  if (!cleanUp.ok) throw new Error(`not begun: ${cleanUp.error.code}`)
  return cleanUp.value
}

const statesOf = async (person: Somebody, number: string) =>
  (await findCleanUp(person, { referenceCode: number }))?.map(({ state }) => state)

/** Works until nothing is due, as the portal's worker does. */
async function workUntilDone(seconds: number): Promise<void> {
  while ((await runDueRemovals(later(seconds))) > 0);
}

const createdAt = (day: number) => `2025-01-${String(day).padStart(2, '0')}T09:00:00.000`

/** Two phones, `backups` recovery backups, the oldest first, one of them a day younger than the one before. */
const withBackups = (backups: readonly string[]) => (userId: string) => [
  phoneRow({ userId }),
  phoneRow({ userId }),
  ...backups.map((publicSigningKey, day) =>
    backupRow({ userId, publicSigningKey, createdAt: createdAt(day + 1) }),
  ),
]
const newKeys = (count: number) => Array.from({ length: count }, newSigningKey)

test('what must stay is not taken, whoever ticks it: then nothing at all is begun @D14', async () => {
  const [old, newest, phone, unstated] = newKeys(4) as [string, string, string, string]
  const person = await makeSomebody((userId) => [
    ...withBackups([old, newest])(userId),
    phoneRow({ userId, publicSigningKey: phone }),
    deviceRow({ userId, publicSigningKey: unstated }),
  ])
  const stranger = await makeSomebody(withBackups(newKeys(3)))
  for (const kept of [newest, phone, newSigningKey()])
    expect(await start(person, [old, kept], UNCERTAIN_CONFIRMED)).toEqual({
      ok: false,
      error: { code: 'changed' },
    })
  for (const confirmed of [null, '', 'last-phone.bare'])
    expect(await start(person, [old, unstated], confirmed)).toEqual({
      ok: false,
      error: { code: 'confirm' },
    })
  expect(await start(person, [])).toEqual({ ok: false, error: { code: 'changed' } })
  const foreign = await start({ ...person, actor: stranger.actor }, [old])
  expect(foreign).toEqual({ ok: false, error: { code: 'not-allowed' } })
  await workUntilDone(120)
  expect(await deletions(person)).toEqual([])
  const rows = `SELECT receipt FROM pending_removals WHERE user_id = '${person.userId}'`
  expect(await query(rows)).toEqual([])
})

test('with all 50 places used and no kind stated nothing is proposed, and what is ticked by hand and confirmed makes room', async () => {
  const keys = newKeys(50)
  const person = await makeSomebody((userId) =>
    keys.map((publicSigningKey, place) =>
      deviceRow({
        userId,
        publicSigningKey,
        osVersion: 'iOS 17.4',
        sdkVersion: '5.3.0',
        createdAt: createdAt(1 + (place % 28)),
      }),
    ),
  )
  const plan = await planCleanUp(person, {})
  expect(plan).toMatchObject({ value: { candidates: [], proposed: [] } })
  expect(plan.ok && plan.value.uncertain).toHaveLength(50)
  expect(await start(person, keys.slice(0, 12))).toEqual({ ok: false, error: { code: 'confirm' } })
  const number = await started(person, keys.slice(0, 12), UNCERTAIN_CONFIRMED)
  await workUntilDone(61)
  expect(await statesOf(person, number)).toEqual(Array(12).fill('confirmed'))
  expect((await deletions(person)).toSorted()).toEqual(keys.slice(0, 12).toSorted())
  expect((await recognize.getPerson(person.userId)).rows).toHaveLength(38)
})

test('each goes once, in order, with a receipt of its own; the newest stays', async () => {
  const backups = newKeys(5)
  const [temporary, lastTemporary] = newKeys(2) as [string, string]
  const person = await makeSomebody((userId) => [
    ...withBackups(backups)(userId),
    temporaryRow({ userId, publicSigningKey: temporary, createdAt: createdAt(1) }),
    temporaryRow({ userId, publicSigningKey: lastTemporary, createdAt: createdAt(2) }),
  ])
  const going = [...backups.slice(0, 4), temporary]
  const number = await started(person, going.toReversed())
  expect(await statesOf(person, number)).toEqual(Array(5).fill('scheduled'))
  await workUntilDone(61)
  expect(await statesOf(person, number)).toEqual(Array(5).fill('confirmed'))
  expect(await deletions(person)).toEqual([temporary, ...backups.slice(0, 4)])
  const left = (await recognize.getPerson(person.userId)).rows as { publicSigningKey: string }[]
  const keys = left.map(({ publicSigningKey }) => publicSigningKey)
  expect(keys).toEqual(expect.arrayContaining([backups[4], lastTemporary]))
  expect(keys).toHaveLength(4)
  const receipts = await findCleanUp(person, { referenceCode: number })
  expect(new Set(receipts?.map((receipt) => receipt.referenceCode)).size).toBe(5)
})

test('it stops where a guard refuses, and takes nothing after that', async () => {
  const backups = newKeys(4)
  const person = await makeSomebody(withBackups(backups))
  for (const key of backups) {
    const link = { deviceId: deviceIdOf(person.userId, key), linkedBy: 'app' } as const
    await putState(stateOf(person.userId, link), `state of ${key}`, now())
  }
  const number = await started(person, backups.slice(0, 3))
  // The backup that was to stay is gone when it begins.
  await recognize.putPerson(person.userId, {
    rows: withBackups(backups.slice(0, 3))(person.userId),
  })
  await workUntilDone(61)
  expect(await statesOf(person, number)).toEqual(['kept', 'stopped', 'stopped'])
  expect(await deletions(person)).toEqual([])
})

test('after a failure of the service it goes on where it was, and repeats nothing', async () => {
  const backups = newKeys(4)
  const person = await makeSomebody(withBackups(backups))
  const number = await started(person, backups.slice(0, 3))
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 403, after: 2 })
  await workUntilDone(61)
  expect(await statesOf(person, number)).toEqual(['confirmed', 'scheduled', 'scheduled'])
  await recognize.clearFaults(person.userId)
  await workUntilDone(70)
  expect(await statesOf(person, number)).toEqual(Array(3).fill('confirmed'))
  expect(await deletions(person)).toEqual(backups.slice(0, 3))
})

test('what still waits can be undone, what is done stays done', async () => {
  const backups = newKeys(4)
  const person = await makeSomebody(withBackups(backups))
  const stranger = await makeSomebody()
  const number = await started(person, backups.slice(0, 3))
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 403, after: 2 })
  await workUntilDone(61)
  expect(await cancelCleanUp(stranger, { referenceCode: number })).toBe(0)
  expect(await findCleanUp(stranger, { referenceCode: number })).toBeNull()
  expect(await cancelCleanUp(person, { referenceCode: number })).toBe(2)
  await recognize.clearFaults(person.userId)
  await workUntilDone(200)
  expect(await statesOf(person, number)).toEqual(['confirmed', 'cancelled', 'cancelled'])
  expect(await deletions(person)).toEqual(backups.slice(0, 1))
})

test('confirmed in two tabs at once, one clean-up is begun and both lead to it @C6', async () => {
  const backups = newKeys(4)
  const person = await makeSomebody(withBackups(backups))
  const both = await Promise.all([
    start(person, backups.slice(0, 3)),
    start(person, backups.slice(0, 3)),
  ])
  const numbers = both.map((cleanUp) => cleanUp.ok && cleanUp.value)
  expect(numbers[0]).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){2}$/)
  expect(numbers[1]).toBe(numbers[0])
  expect(await statesOf(person, String(numbers[0]))).toEqual(Array(3).fill('scheduled'))
  // What waits is no longer proposed.
  const plan = await planCleanUp(person, {})
  expect(plan.ok && plan.value.candidates).toEqual([])
})
