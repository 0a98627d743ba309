import { clientStates } from '@/lib/database/schema'
import { changeSealed } from './support/edit-row'
import { keptStates } from '@/lib/client-states/vault/vault'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { now } from '@/lib/platform/clock'
import { identified } from '../builders/identified'
import { newSigningKey, phoneRow } from '../builders/rows'
import {
  begin,
  bind,
  onTheWay,
  seen,
  storeState,
  trailOf,
  withBackup,
  look,
  bound,
  undo,
  report,
  toldOf,
  tryCode,
} from './support/activations'
import { query, whileRefusing } from './support/database'
import { mailTest as test, withAddresses } from './support/mail-test'
import { deletions, later } from './support/removals'
import { expect, type Somebody, recognize } from './support/test'

async function addRow({ userId }: Somebody): Promise<string> {
  const { rows } = await recognize.getPerson(userId)
  const key = newSigningKey()
  const row = phoneRow({ userId, publicSigningKey: key })
  await recognize.putPerson(userId, { rows: [...rows, row] })
  return key
}

for (const said of ['nothing', 'a made-up key'])
  test(`a phone whose app reports ${said} is found by the list, and told of`, async () => {
    const { person } = await withBackup()
    const told = await withAddresses(1, person)
    const { number, redeemed } = await onTheWay(person)
    expect(await toldOf(told)).toEqual(['recovery-started'])
    const key = await bind(person, redeemed, { operationId: null })
    if (said !== 'nothing') await report(person, number, bound(newSigningKey()))
    await look(later(2))
    expect((await seen(person, number)).ending).toBeNull()
    await look(later(13))
    expect(await seen(person, number)).toMatchObject({
      ending: 'listed',
      device: { id: deviceIdOf(person.userId, key), kindSource: 'stated' },
    })
    expect(await trailOf(number)).not.toContain('device-reported')
    expect(await toldOf(told)).toEqual(['phone-added', 'recovery-started'])
  })

test('of several new phones none is called the one, but everybody is told of each, once', async () => {
  const { person } = await withBackup()
  const told = await withAddresses(1, person)
  const { number } = await onTheWay(person)
  await addRow(person)
  await addRow(person)
  await look(later(2))
  expect(await toldOf(told)).toEqual(['recovery-started'])
  await look(later(13))
  await look(later(20))
  expect((await seen(person, number)).ending).toBeNull()
  expect(await toldOf(told)).toEqual(['phone-added', 'phone-added', 'recovery-started'])
  await look(later(1_801))
  expect((await seen(person, number)).ending).toBe('unseen')
  expect(await toldOf(told)).toHaveLength(3)
})

test('a list that can’t be read ends nothing: the phone is found once it can be', async () => {
  const { person } = await withBackup()
  const { number, redeemed } = await onTheWay(person)
  const key = await bind(person, redeemed, { operationId: null })
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 401 })
  await look(later(1_900))
  expect((await seen(person, number)).ending).toBeNull()
  await recognize.clearFaults(person.userId)
  await look(later(2_000))
  expect(await seen(person, number)).toMatchObject({
    ending: 'listed',
    device: { id: deviceIdOf(person.userId, key) },
  })
})

test('after an undo no report steers what is removed, and of several nothing is removed but told', async () => {
  const { person } = await withBackup()
  const told = await withAddresses(1, person)
  const { number, redeemed } = await onTheWay(person)
  await report(person, number, bound(newSigningKey()))
  expect(await undo(person, number)).toMatchObject({ ok: true })
  await report(person, number, bound(newSigningKey()))
  await look(later(3_600))
  const stray = await addRow(person)
  const key = await bind(person, redeemed, { operationId: null })
  await report(person, number, bound(stray))
  await look(later(3_700))
  await look(later(3_800))
  expect(await deletions(person)).toEqual([])
  expect((await toldOf(told)).filter((type) => type === 'phone-added')).toHaveLength(2)
  const { rows } = await recognize.getPerson(person.userId)
  await recognize.putPerson(person.userId, {
    rows: rows.filter((row) => !JSON.stringify(row).includes(stray)),
  })
  await look(later(3_900))
  expect(await deletions(person)).toEqual([key])
})

test('the phone of a newer attempt is not taken away by an older undo', async () => {
  const { person } = await withBackup()
  const first = await onTheWay(person)
  await undo(person, first.number)
  await storeState(person)
  const second = await onTheWay(person)
  await bind(person, second.redeemed)
  await look(later(2))
  await look(later(8))
  expect((await seen(person, second.number)).ending).toBe('listed')
  expect(await deletions(person)).toEqual([])
})

test('a removal that the service refuses is tried again until it is taken', async () => {
  const { person } = await withBackup()
  const { number, redeemed } = await onTheWay(person)
  const key = await bind(person, redeemed)
  await look()
  await recognize.setFault(person.userId, { on: 'delete', kind: 'status', status: 401 })
  expect(await undo(person, number)).toMatchObject({ ok: true })
  await look(later(5))
  const failed = (await deletions(person)).length
  await recognize.clearFaults(person.userId)
  await look(later(30))
  expect((await deletions(person)).length).toBe(failed + 1)
  expect(JSON.stringify((await recognize.getPerson(person.userId)).rows)).not.toContain(key)
  await look(later(4_000))
  expect((await deletions(person)).length).toBe(failed + 1)
})

test('an undo ends the other sign-ins and destroys the fetched backup, or does nothing @B4', async () => {
  const { person } = await withBackup()
  const id = await createSession(identified({ ...person.actor, roles: [] }), 'token', now())
  const { number } = await onTheWay(person)
  await whileRefusing({ userId: person.userId, type: 'client-state-destroyed' }, async () => {
    await undo(person, number).catch(() => undefined)
  })
  expect(await findSession(id, now())).not.toBeNull()
  expect(await seen(person, number)).toMatchObject({ ending: null, backupDestroyed: false })
  expect(await keptStates([person.userId], now())).toHaveLength(1)
  expect(await undo(person, number)).toMatchObject({ value: { othersEnded: 1 } })
  expect(await findSession(id, now())).toBeNull()
  expect(await seen(person, number)).toMatchObject({ ending: 'undone', backupDestroyed: true })
  expect(await keptStates([person.userId], now())).toEqual([])
})

test('a code lives no longer than its temporary state, and ends with a state that is gone', async () => {
  const { person, state } = await withBackup()
  const soon = new Date(Date.now() + 60_000).toISOString()
  await changeSealed(clientStates, `expires_at = '${soon}'`, `id = '${state.id}'`)
  const { number, codes, expiresAt } = await begin(person)
  expect(expiresAt.toISOString()).toBe(soon)
  await query(`DELETE FROM client_states WHERE id = '${state.id}'`)
  expect(await tryCode(person, codes.code)).toMatchObject({ ok: false })
  expect((await seen(person, number)).ending).toBe('expired')
})

test('the trail keeps twenty failures of an activation, not all that an app says', async () => {
  const { person } = await withBackup()
  const { number } = await onTheWay(person)
  for (let count = 0; count < 25; count++) {
    const failed = {
      event: 'failed',
      errorCode: 30000 + count,
      publicSigningKey: null,
    } as const
    await report(person, number, failed)
  }
  const failures = (await trailOf(number)).filter((entry) => entry === 'activation-failed')
  expect(failures).toHaveLength(20)
  expect((await seen(person, number)).failure?.code).toBe('30024')
})
