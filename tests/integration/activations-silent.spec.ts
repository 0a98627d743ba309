import { reportProgress } from '@/lib/activations/steps/report-progress'
import { keptStates } from '@/lib/client-states/vault/vault'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { now } from '@/lib/platform/clock'
import { identified } from '../builders/identified'
import { newSigningKey, phoneRow } from '../builders/rows'
import type { RecognizeControl } from '../fixtures/sandbox-client'
import {
  begin,
  bind,
  holderOf,
  onTheWay,
  seen,
  storeState,
  trailOf,
  withBackup,
  look,
  bound,
  undo,
} from './support/activations'
import { query, whileRefusing } from './support/database'
import { mailTest as test, withAddresses } from './support/mail-test'
import { deletions, later } from './support/removals'
import { DATABASES, expect, type Somebody } from './support/test'
import { redeemCode } from '@/lib/activations/steps/redeem-code'

const typesFor = async ({ addresses: [address] }: { addresses: string[] }) =>
  (await query(`SELECT content ->> 'type' AS type FROM notifications WHERE address = '${address}'`))
    .map(({ type }) => type)
    .toSorted()

async function addRow(recognize: RecognizeControl, { userId }: Somebody): Promise<string> {
  const { rows } = await recognize.getPerson(userId)
  const key = newSigningKey()
  const row = phoneRow({ userId, publicSigningKey: key })
  await recognize.putPerson(userId, { rows: [...rows, row] })
  return key
}

for (const databaseName of DATABASES)
  test.describe(databaseName, () => {
    test.use({ databaseName })

    for (const report of ['nothing', 'a made-up key'])
      test(`a phone whose app reports ${report} is found by the list, and told of`, async ({
        makeSomebody,
        recognize,
      }) => {
        const { person } = await withBackup(makeSomebody, recognize)
        const told = await withAddresses(1, person)
        const { number, redeemed } = await onTheWay(person)
        expect(await typesFor(told)).toEqual(['recovery-started'])
        const key = await bind(recognize, person, redeemed, { operationId: null })
        if (report !== 'nothing')
          await reportProgress({
            holder: holderOf(person),
            number,
            report: bound(newSigningKey()),
            at: now(),
          })
        await look(later(2))
        expect((await seen(person, number)).ending).toBeNull()
        await look(later(13))
        expect(await seen(person, number)).toMatchObject({
          ending: 'listed',
          device: { id: deviceIdOf(person.userId, key), kindSource: 'stated' },
        })
        expect(await trailOf(number)).not.toContain('device-reported')
        expect(await typesFor(told)).toEqual(['phone-added', 'recovery-started'])
      })

    test('of several new phones none is called the one, but everybody is told of each, once', async ({
      makeSomebody,
      recognize,
    }) => {
      const { person } = await withBackup(makeSomebody, recognize)
      const told = await withAddresses(1, person)
      const { number } = await onTheWay(person)
      await addRow(recognize, person)
      await addRow(recognize, person)
      await look(later(2))
      expect(await typesFor(told)).toEqual(['recovery-started'])
      await look(later(13))
      await look(later(20))
      expect((await seen(person, number)).ending).toBeNull()
      expect(await typesFor(told)).toEqual(['phone-added', 'phone-added', 'recovery-started'])
      await look(later(1_801))
      expect((await seen(person, number)).ending).toBe('unseen')
      expect(await typesFor(told)).toHaveLength(3)
    })

    test('a list that can’t be read ends nothing: the phone is found once it can be', async ({
      makeSomebody,
      recognize,
    }) => {
      const { person } = await withBackup(makeSomebody, recognize)
      const { number, redeemed } = await onTheWay(person)
      const key = await bind(recognize, person, redeemed, { operationId: null })
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

    test('after an undo no report steers what is removed, and of several nothing is removed but told', async ({
      makeSomebody,
      recognize,
    }) => {
      const { person } = await withBackup(makeSomebody, recognize)
      const told = await withAddresses(1, person)
      const { number, redeemed } = await onTheWay(person)
      await reportProgress({
        holder: holderOf(person),
        number,
        report: bound(newSigningKey()),
        at: now(),
      })
      expect(await undo(person, number)).toMatchObject({ ok: true })
      await reportProgress({
        holder: holderOf(person),
        number,
        report: bound(newSigningKey()),
        at: now(),
      })
      await look(later(3_600))
      const stray = await addRow(recognize, person)
      const key = await bind(recognize, person, redeemed, { operationId: null })
      await reportProgress({ holder: holderOf(person), number, report: bound(stray), at: now() })
      await look(later(3_700))
      await look(later(3_800))
      expect(await deletions(recognize, person)).toEqual([])
      expect((await typesFor(told)).filter((type) => type === 'phone-added')).toHaveLength(2)
      const { rows } = await recognize.getPerson(person.userId)
      await recognize.putPerson(person.userId, {
        rows: rows.filter((row) => !JSON.stringify(row).includes(stray)),
      })
      await look(later(3_900))
      expect(await deletions(recognize, person)).toEqual([key])
    })

    test('the phone of a newer attempt is not taken away by an older undo', async ({
      makeSomebody,
      recognize,
    }) => {
      const { person } = await withBackup(makeSomebody, recognize)
      const first = await onTheWay(person)
      await undo(person, first.number)
      await storeState(person, recognize)
      const second = await onTheWay(person)
      await bind(recognize, person, second.redeemed)
      await look(later(2))
      await look(later(8))
      expect((await seen(person, second.number)).ending).toBe('listed')
      expect(await deletions(recognize, person)).toEqual([])
    })

    test('a removal that the service refuses is tried again until it is taken', async ({
      makeSomebody,
      recognize,
    }) => {
      const { person } = await withBackup(makeSomebody, recognize)
      const { number, redeemed } = await onTheWay(person)
      const key = await bind(recognize, person, redeemed)
      await look()
      await recognize.setFault(person.userId, { on: 'delete', kind: 'status', status: 401 })
      expect(await undo(person, number)).toMatchObject({ ok: true })
      await look(later(5))
      const failed = (await deletions(recognize, person)).length
      await recognize.clearFaults(person.userId)
      await look(later(30))
      expect((await deletions(recognize, person)).length).toBe(failed + 1)
      expect(JSON.stringify((await recognize.getPerson(person.userId)).rows)).not.toContain(key)
      await look(later(4_000))
      expect((await deletions(recognize, person)).length).toBe(failed + 1)
    })

    test('an undo ends the other sign-ins and destroys the fetched backup, or does nothing @B4', async ({
      makeSomebody,
      recognize,
    }) => {
      const { person } = await withBackup(makeSomebody, recognize)
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

    test('a code lives no longer than its temporary state, and ends with a state that is gone', async ({
      makeSomebody,
      recognize,
    }) => {
      const { person, state } = await withBackup(makeSomebody, recognize)
      const soon = new Date(Date.now() + 60_000).toISOString()
      await query(`UPDATE client_states SET expires_at = '${soon}' WHERE id = '${state.id}'`)
      const { number, codes, expiresAt } = await begin(person)
      expect(expiresAt.toISOString()).toBe(soon)
      await query(`DELETE FROM client_states WHERE id = '${state.id}'`)
      expect(
        await redeemCode({ holder: holderOf(person), text: codes.code, at: now() }),
      ).toMatchObject({ ok: false })
      expect((await seen(person, number)).ending).toBe('expired')
    })

    test('the trail keeps twenty failures of an activation, not all that an app says', async ({
      makeSomebody,
      recognize,
    }) => {
      const { person } = await withBackup(makeSomebody, recognize)
      const { number } = await onTheWay(person)
      for (let count = 0; count < 25; count++) {
        const failed = {
          event: 'failed',
          errorCode: 30000 + count,
          publicSigningKey: null,
        } as const
        await reportProgress({ holder: holderOf(person), number, report: failed, at: now() })
      }
      const failures = (await trailOf(number)).filter((entry) => entry === 'activation-failed')
      expect(failures).toHaveLength(20)
      expect((await seen(person, number)).failure?.code).toBe('30024')
    })
  })
