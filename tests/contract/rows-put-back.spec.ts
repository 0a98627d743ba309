import { destroyExpired } from '@/lib/client-states/vault/destroy-states'
import { putState } from '@/lib/client-states/vault/vault'
import { createSession, findSession } from '@/lib/auth/sessions/session-store'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { now } from '@/lib/platform/clock'
import { identified } from '../builders/identified'
import { deviceRow, newSigningKey, phoneRow, phones } from '../builders/rows'
import {
  bind,
  bound,
  look,
  onTheWay,
  report,
  seen,
  undo,
  withBackup,
} from '../integration/support/activations'
import { entriesAbout, newAgent, seen as known } from '../integration/support/agents'
import { asked, decide, withLastPhone } from '../integration/support/approvals'
import { query } from '../integration/support/database'
import { listDevices } from '../integration/support/own-devices'
import { AT_ONCE, deletions, HELD, later, remove } from '../integration/support/removals'
import { stateOf } from '../integration/support/states'
import {
  databaseTest as test,
  expect,
  makeSomebody,
  recognize,
  somebody,
} from '../integration/support/test'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'

// Who owns the database, without any key, uses what the portal does with right rows at the wrong time, with rows that
// nobody has sealed, and with questions that the database answers with another row.

const DAY_S = 86_400

test('an activation that was undone days ago removes no phone, whoever makes it due again @C8', async () => {
  const { person } = await withBackup()
  const { number } = await onTheWay(person)
  await undo(person, number)
  await look(later(DAY_S + 60))
  const { rows } = await recognize.getPerson(person.userId)
  await recognize.putPerson(person.userId, {
    rows: [...rows, phoneRow({ userId: person.userId })],
  })
  await query(`UPDATE activations SET due_at = now() WHERE number = '${number}'`)
  await look(later(30 * DAY_S))
  expect(await deletions(person)).toEqual([])
})

test('a removal that waits in an older copy of the database is not carried out days later @C8', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(phones(key, newSigningKey()))
  await remove(person, key, {}, HELD)
  await runDueRemovals(later(3 * DAY_S))
  expect(await deletions(person)).toEqual([])
})

/** Makes a column say “equal” of another row than was asked for, to whoever locks or changes rows. */
async function answerWith(table: string, column: string, instead: string, of: string) {
  await query(`CREATE OR REPLACE FUNCTION another(varchar, varchar) RETURNS boolean LANGUAGE sql AS
    $$ SELECT $1::text = CASE WHEN current_query() ~* 'for update|for share|^update|^delete'
      AND $2::text = '${of}' THEN '${instead}' ELSE $2::text END $$`)
  await query(`DROP OPERATOR IF EXISTS = (varchar, varchar)`)
  await query(`CREATE OPERATOR = (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = another)`)
  await query(`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE varchar`)
  return async () => {
    await query(`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE text`)
    await query(`DROP OPERATOR IF EXISTS = (varchar, varchar)`)
  }
}

test('whoever undoes their own activation undoes nobody else’s, whichever row the database locks @C8', async () => {
  const [ada, eve] = [await withBackup(), await withBackup()]
  const { number, redeemed } = await onTheWay(ada.person)
  await report(ada.person, number, bound(await bind(ada.person, redeemed)))
  await look(later(1))
  expect((await seen(ada.person, number)).ending).toBe('listed')
  const own = await onTheWay(eve.person)
  await query(`UPDATE activations SET version = 50 WHERE number IN ('${number}', '${own.number}')`)
  const giveBack = await answerWith('activations', 'number', number, own.number)
  try {
    // It gets no further than an error, or nothing.
    await undo(eve.person, own.number).catch(() => null)
  } finally {
    await giveBack()
  }
  await look(later(60))
  expect((await seen(ada.person, number)).ending).toBe('listed')
  expect(await deletions(ada.person)).toEqual([])
})

test('a state that somebody put there is not recorded as destroyed, and makes no phone a backup @C8 @I3', async () => {
  const key = newSigningKey()
  const person = await makeSomebody((userId) => [deviceRow({ userId, publicSigningKey: key })])
  const { userId } = person
  const deviceId = deviceIdOf(userId, key)
  await query(`INSERT INTO client_states (id, user_id, kind, made_by, issuer, subject, device_id, key_id,
      wrapped_key, sealed_state, stored_at, expires_at, seal)
    VALUES ('forged-${userId}', '${userId}', 'backup', 'app', 'i', 's', '${deviceId}', 'k',
      '', '', now(), now() - interval '1 hour', '${'0'.repeat(64)}')`)
  await destroyExpired(now())
  expect(await entriesAbout(userId)).toEqual([])
  expect(await kindsOf(person)).toEqual(['unknown'])
})

async function kindsOf(person: Awaited<ReturnType<typeof makeSomebody>>) {
  const list = await listDevices(person, {})
  if (!list.ok) throw new Error(`no list: ${list.error.code}`)
  return list.value.devices.map(({ kind }) => kind)
}

test('an entry of the audit log that somebody wrote makes no row a phone or a state @C8', async () => {
  const keys = [newSigningKey(), newSigningKey()]
  const person = await makeSomebody((userId) =>
    keys.map((publicSigningKey) => deviceRow({ userId, publicSigningKey })),
  )
  const { userId } = person
  const details = {
    'activation-ended': `{"ending": "listed", "device": null}`,
    'client-state-destroyed': `{"id": "x", "kind": "backup", "why": "expired"}`,
  }
  for (const [place, [type, detail]] of Object.entries(details).entries())
    await query(`INSERT INTO audit_entries (id, recorded_at, at, type, outcome, correlation_id, actor, actor_role,
        user_id, device_id, version, detail, hash)
      SELECT 1000000 + ${place}, now(), now(), '${type}', 'done', 'x', 'x', 'person', '${userId}',
        '${deviceIdOf(userId, keys[place] ?? '')}', 1, '${detail}', '${'0'.repeat(64)}'`)
  try {
    expect(await kindsOf(person)).toEqual(['unknown', 'unknown'])
  } finally {
    await query('ALTER TABLE audit_entries DISABLE TRIGGER USER')
    await query('DELETE FROM audit_entries WHERE id >= 1000000')
    await query('ALTER TABLE audit_entries ENABLE TRIGGER USER')
  }
})

test('nothing is removed while what the portal knows of the devices can’t be read: one agent doesn’t take the last backup @C8 @C6', async () => {
  const [phone, backup] = [newSigningKey(), newSigningKey()]
  const person = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: phone }),
    deviceRow({ userId, publicSigningKey: backup }),
  ])
  await known(person)
  const { userId } = person
  const deviceId = deviceIdOf(userId, backup)
  await putState(stateOf(userId, { deviceId, linkedBy: 'app' }), 'a state', now())
  const agent = await newAgent()
  const request = { agent, userId, deviceId, reason: 'unrecognised', ticket: 'INC-1' } as const
  const ask = () => removeForPerson({ ...request, timing: AT_ONCE })
  expect(await ask()).toMatchObject({ error: { code: 'guarded', guard: 'last-backup' } })
  await query(`ALTER TABLE nicknames RENAME TO nicknames_away`)
  await query(`CREATE FUNCTION no_nicknames() RETURNS SETOF nicknames_away LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '53000'; END $$`)
  await query(`CREATE VIEW nicknames AS SELECT * FROM no_nicknames()`)
  try {
    await ask().catch(() => null)
  } finally {
    await query('DROP VIEW nicknames')
    await query('DROP FUNCTION no_nicknames')
    await query(`ALTER TABLE nicknames_away RENAME TO nicknames`)
  }
  expect(await deletions(person)).toEqual([])
})

test('a request whose impact is written in another form of JSON is not believed @C8', async () => {
  const person = await withLastPhone()
  const number = await asked(await newAgent(), person)
  await query(`UPDATE approvals SET removal_impact = (
    SELECT jsonb_agg(jsonb_build_array(key, value) ORDER BY key COLLATE "C")
    FROM jsonb_each(removal_impact)) WHERE number = '${number}'`)
  expect(await decide(await newAgent(), number)).toMatchObject({ error: { code: 'not-found' } })
})

test('a session whose time of sign-in was not known isn’t believed with a time that is none @C8', async () => {
  const { issuer, subject } = somebody().actor
  const person = identified({ issuer, subject, authenticatedAt: null })
  const id = await createSession(person, 'token', now())
  const found = await findSession(id, now())
  await query(
    `UPDATE sessions SET authenticated_at = 'infinity' WHERE id_hash = '${found?.idHash ?? ''}'`,
  )
  expect(await findSession(id, now())).toBeNull()
})
