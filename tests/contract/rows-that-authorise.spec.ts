import { randomUUID } from 'node:crypto'
import { codeHash, newCodes } from '@/lib/activations/codes/codes'
import { redeemCode } from '@/lib/activations/steps/redeem-code'
import { rememberPerson, rememberUserIds } from '@/lib/auth/sessions/people'
import { createSession, findSession } from '@/lib/auth/sessions/session-store'
import { now } from '@/lib/platform/clock'
import { newReferenceCode } from '@/lib/platform/reference-code'
import { openState } from '@/lib/client-states/vault/vault'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { rowsOf } from '@/lib/support/lookup/known-people'
import { identified } from '../builders/identified'
import { newSigningKey, newUserId, onePhone, phones } from '../builders/rows'
import { cancelRemoval } from '../integration/support/own-devices'
import { endSession } from '../integration/support/sessions'
import { asked, decide, withLastPhone } from '../integration/support/approvals'
import { newAgent } from '../integration/support/agents'
import { begin, holderOf, withBackup } from '../integration/support/activations'
import { query } from '../integration/support/database'
import { deletions, HELD, later, remove } from '../integration/support/removals'
import { databaseTest as test, expect, makeSomebody, somebody } from '../integration/support/test'

// Who owns the database, without any key, writes rows by hand.

test('a row of an activation that somebody wrote hands out no state, not even a copy of a real one @C8', async () => {
  const { person, state } = await withBackup()
  const attacker = somebody()
  const { issuer, subject } = attacker.actor
  const codes = newCodes()
  const put = (columns: string, values: string, rest = '') =>
    query(`INSERT INTO activations (number, issuer, subject, user_id, purpose, client_state_id, code_hash,
      typed_code_hash, operation_id, known_devices, created_at, expires_at, due_at, version${columns})
      ${values} ${rest}`)
  const isSealed = (
    await query(`SELECT 1 FROM information_schema.columns
    WHERE table_name = 'activations' AND column_name = 'seal'`)
  ).length
  await put(
    isSealed ? ', seal' : '',
    `VALUES ('${newReferenceCode()}', '${issuer}', '${subject}', '${person.userId}', 'bind', '${state.id}',
      '${codeHash(codes.code)}', '${randomUUID()}', '${randomUUID()}', '[]', now(), now() + interval '9 minutes',
      now() + interval '9 minutes', 1${isSealed ? `, '${'0'.repeat(64)}'` : ''})`,
  )
  const redeemAs = (ownUserIds: readonly string[], text: string) =>
    redeemCode({ holder: holderOf(attacker), ownUserIds, text, at: now() })
  // Also if the attacker had made the portal believe that the user is theirs.
  for (const own of [attacker.subject.userIds, [person.userId]])
    expect((await redeemAs(own, codes.code)).ok).toBe(false)
  // A real row of theirs, pointed at the state of another person.
  const theirs = await withBackup()
  const { codes: real, number } = await begin(theirs.person)
  await query(
    `UPDATE activations SET client_state_id = '${state.id}', user_id = '${person.userId}' WHERE number = '${number}'`,
  )
  for (const ownUserIds of [theirs.person.subject.userIds, person.subject.userIds])
    expect(
      (
        await redeemCode({
          holder: holderOf(theirs.person),
          ownUserIds,
          text: real.code,
          at: now(),
        })
      ).ok,
    ).toBe(false)
})

test('a caller who doesn’t prove the Recognize user gets no state of it, whatever the row says @C8', async () => {
  const { person } = await withBackup()
  const { codes } = await begin(person)
  const redeemWith = (ownUserIds: readonly string[]) =>
    redeemCode({ holder: holderOf(person), ownUserIds, text: codes.code, at: now() })
  for (const own of [[], [somebody().userId]]) expect((await redeemWith(own)).ok).toBe(false)
  expect((await redeemWith(person.subject.userIds)).ok).toBe(true)
})

test('a session that somebody edited makes nobody another person, an agent or freshly signed in @C8', async () => {
  for (const change of [
    `roles = '["support","auditor"]'`,
    `subject = 'ada'`,
    `authenticated_at = now()`,
    `expires_at = expires_at + interval '1 day'`,
    `claimed_user_id = '${somebody().userId}'`,
  ]) {
    const { issuer, subject } = somebody().actor
    const id = await createSession(identified({ issuer, subject }), 'token', now())
    const before = await findSession(id, now())
    await query(`UPDATE sessions SET ${change} WHERE id_hash = '${before?.idHash ?? ''}'`)
    expect(await findSession(id, now()), change).toBeNull()
  }
})

test('a waiting removal that somebody pointed at another device deletes nothing, of nobody @C8', async () => {
  const [key, other, foreign] = [newSigningKey(), newSigningKey(), newSigningKey()]
  const person = await makeSomebody(phones(key, other))
  const victim = await makeSomebody(phones(foreign, newSigningKey()))
  const receipt = await remove(person, key, {}, HELD)
  await query(
    `UPDATE pending_removals SET user_id = '${victim.userId}', user_ids = '["${victim.userId}"]',
     device_id = '${deviceIdOf(victim.userId, foreign)}' WHERE receipt = '${receipt}'`,
  )
  await runDueRemovals(later(120))
  for (const somebodyElse of [victim, person]) expect(await deletions(somebodyElse)).toEqual([])
})

test('a removal that was undone, and put back with its old seal, deletes nothing @C8', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(phones(key, newSigningKey()))
  const receipt = await remove(person, key, {}, HELD)
  await query(`CREATE TABLE kept AS SELECT * FROM pending_removals WHERE receipt = '${receipt}'`)
  expect(await cancelRemoval(person, { referenceCode: receipt })).toBe(true)
  await query('INSERT INTO pending_removals SELECT * FROM kept')
  await query('DROP TABLE kept')
  await runDueRemovals(later(120))
  expect(await deletions(person)).toEqual([])
})

test('a request that was declined, and put back with its old seal, can’t be approved @C8', async () => {
  const person = await withLastPhone()
  const number = await asked(await newAgent(), person)
  await query(`CREATE TABLE kept AS SELECT * FROM approvals WHERE number = '${number}'`)
  const second = await newAgent()
  expect(await decide(second, number, 'decline')).toMatchObject({ ok: true })
  await query(`DELETE FROM approvals WHERE number = '${number}'`)
  await query('INSERT INTO approvals SELECT * FROM kept')
  await query('DROP TABLE kept')
  expect(await decide(second, number)).toMatchObject({ error: { code: 'over' } })
  expect(await deletions(person)).toEqual([])
})

test('a session that has ended stays ended when somebody takes its end away @C8 @B2', async () => {
  const { issuer, subject } = (await makeSomebody(onePhone)).actor
  const id = await createSession(identified({ issuer, subject }), 'token', now())
  const found = await findSession(id, now())
  await endSession(found?.idHash ?? '', now())
  await query(`UPDATE sessions SET ended_at = NULL WHERE id_hash = '${found?.idHash ?? ''}'`)
  expect(await findSession(id, now())).toBeNull()
})

test('what is learnt about one person changes the row of nobody else @C8', async () => {
  const people = [1, 2, 3].map(() => ({
    issuer: 'https://id.example',
    subject: randomUUID(),
    displayName: 'Robin Vale',
    addresses: [],
    userIds: [newUserId()],
  }))
  for (const person of people) await rememberPerson(person, now())
  const [one, ...others] = people
  if (!one) throw new Error('nobody was made')
  const learnt = newUserId()
  const looked = { found: [learnt], foundBy: 'ada' }
  await rememberUserIds(one, [learnt], looked, now())
  expect((await rowsOf([one]))[0]?.userIds).toEqual([learnt])
  for (const other of others) expect((await rowsOf([other]))[0]?.userIds).toEqual(other.userIds)
})

/** Makes a column say “equal” to whatever is asked for, as its owner can: an operator of a type of their own. */
async function answerAnything(table: string, column: string) {
  await query(
    `CREATE OR REPLACE FUNCTION anything(varchar, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true'`,
  )
  await query(`DROP OPERATOR IF EXISTS = (varchar, varchar)`)
  await query(`CREATE OPERATOR = (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = anything)`)
  await query(`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE varchar`)
  return async () => {
    await query(`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE text`)
    await query(`DROP OPERATOR IF EXISTS = (varchar, varchar)`)
  }
}

test('where the database answers a question with somebody else’s row, nobody becomes them and nothing of theirs is handed out @C8', async () => {
  const [ada, eve] = [await withBackup(), await withBackup()]
  const { issuer, subject } = ada.person.actor
  const theirs = await createSession(identified({ issuer, subject }), 'token', now())
  const undo = await answerAnything('sessions', 'id_hash')
  try {
    for (const id of ['made-up', newReferenceCode()])
      expect(await findSession(id, now())).toBeNull()
  } finally {
    await undo()
  }
  expect(await findSession(theirs, now())).toMatchObject({ subject })
  const { codes } = await begin(eve.person)
  const own = await openState(eve.state.id, eve.person.userId, now())
  if (!own.ok) throw new Error('a state is missing')
  const columns = ['id', 'user_id'] as const
  const undone = []
  for (const column of columns) undone.push(await answerAnything('client_states', column))
  try {
    const holder = holderOf(eve.person)
    const ownUserIds = eve.person.subject.userIds
    const redeemed = await redeemCode({ holder, ownUserIds, text: codes.code, at: now() })
    if (redeemed.ok) expect(redeemed.value.clientState).toBe(own.value.text)
  } finally {
    for (const one of undone.toReversed()) await one()
  }
})

test('a trigger that changes what the portal writes gives nobody a role or another name @C8', async () => {
  await query(`CREATE OR REPLACE FUNCTION promote() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN NEW.roles := ''["support"]''; NEW.subject := ''ada''; RETURN NEW; END'`)
  await query(`CREATE TRIGGER promote BEFORE INSERT OR UPDATE ON sessions
    FOR EACH ROW EXECUTE FUNCTION promote()`)
  try {
    const { issuer, subject } = somebody().actor
    const id = await createSession(identified({ issuer, subject }), 'token', now())
    expect(await findSession(id, now())).toBeNull()
  } finally {
    await query('DROP TRIGGER promote ON sessions')
  }
})
