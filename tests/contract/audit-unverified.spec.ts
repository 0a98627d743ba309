import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { erasePerson } from '@/lib/privacy/erase-person'
import { about, auditTest as test } from '../integration/support/audit-log'
import { query } from '../integration/support/database'
import { expect } from '../integration/support/test'

// Who owns the database, without any key, answers what the portal asks before it signs an entry of the audit log.

const signedIn = { type: 'signed-in', version: 1, detail: {} } as const
const somebodyNew = () => ({ issuer: 'https://issuer.example', subject: `person-${randomUUID()}` })

/** Two people who have acted, and the names that entries have for them. */
async function twoWhoActed() {
  const [ada, eve] = [somebodyNew(), somebodyNew()]
  for (const actor of [ada, eve]) await recordEvent(signedIn, about(undefined, { actor }))
  const nameOf = async ({ subject }: typeof ada) => {
    const [row] = await query(`SELECT actor FROM audit_actors WHERE subject = '${subject}'`)
    return String(row?.['actor'])
  }
  return { ada, eve, adasName: await nameOf(ada) }
}

/** Runs `work` while each of two people has the name of the other; the rows are as they were afterwards. */
async function whileSwapped(
  [one, other]: readonly [{ subject: string }, { subject: string }],
  work: () => Promise<unknown>,
) {
  const both = `subject IN ('${one.subject}', '${other.subject}')`
  const move = (from: string, to: string) =>
    query(`UPDATE audit_actors SET subject = '${to}' WHERE subject = '${from}'`)
  await query(`CREATE TABLE kept_actors AS SELECT * FROM audit_actors WHERE ${both}`)
  await move(one.subject, 'nobody')
  await move(other.subject, one.subject)
  await move('nobody', other.subject)
  try {
    await work()
  } finally {
    await query(`DELETE FROM audit_actors WHERE ${both}`)
    await query('INSERT INTO audit_actors SELECT * FROM kept_actors')
    await query('DROP TABLE kept_actors')
  }
}

/** The names that the entries of one undertaking have for who acted. */
const actorsOf = async (correlationId: string) =>
  (await query(`SELECT actor FROM audit_entries WHERE correlation_id = '${correlationId}'`)).map(
    ({ actor }) => actor,
  )

for (const displayName of [undefined, 'Somebody New'])
  test(`nobody’s act is recorded in another person’s name, whoever swaps their names meanwhile${displayName ? ', also under a new display name' : ''} @I3 @C8`, async () => {
    const { ada, eve, adasName } = await twoWhoActed()
    const act = about(undefined, { actor: { ...eve, ...(displayName && { displayName }) } })
    await whileSwapped([ada, eve], () => recordEvent(signedIn, act))
    const [actor, ...more] = await actorsOf(act.correlationId)
    expect([actor, more]).not.toEqual([adasName, []])
    expect(more).toEqual([])
    const { findings } = await verifyAuditLog()
    expect(findings).toContainEqual(expect.objectContaining({ what: 'actor-unknown', actor }))
  })

test('an erasure names nobody else as erased, whoever swaps the names meanwhile @I3 @C8', async () => {
  const { ada, eve, adasName } = await twoWhoActed()
  const act = about(undefined, { actor: { issuer: 'portal', subject: 'eraser' } })
  await whileSwapped([ada, eve], () => erasePerson(eve, act))
  const erased = await query(
    `SELECT 1 FROM audit_entries WHERE type = 'person-erased' AND detail ->> 'erased' = '${adasName}'`,
  )
  expect(erased).toEqual([])
})

test('what the database puts in the place of a detail is not signed @I3 @C8', async ({
  database,
}) => {
  const forged = `{"label": "mine", "fingerprint": "FORG-ED22"}`
  await query('CREATE SCHEMA evil')
  await query(`CREATE FUNCTION evil.jsonb_array_elements(jsonb) RETURNS SETOF jsonb LANGUAGE sql
    AS 'SELECT ''${forged}''::jsonb FROM pg_catalog.jsonb_array_elements($1)'`)
  const event = {
    type: 'device-labelled',
    version: 1,
    detail: { label: 'not-mine', fingerprint: 'ABCD-2345' },
  } as const
  const recorded = database.transaction(async (tx) => {
    // As if it were set for the portal's role.
    await tx.execute(sql`set local search_path = evil, pg_catalog, public`)
    await recordEvent(event, about('AB'), tx)
  })
  try {
    await expect(recorded).rejects.toThrow()
  } finally {
    await query('DROP SCHEMA evil CASCADE')
  }
  expect(await query(`SELECT 1 FROM audit_entries WHERE detail = '${forged}'`)).toEqual([])
})
