import { randomUUID } from 'node:crypto'
import { actorSeal } from '@/lib/audit/log/actors'
import { erasePerson } from '@/lib/privacy/erase-person'
import { purgeUnusedActors } from '@/lib/privacy/purge-audit-log'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import type { Database } from '@/lib/database/connection'
import { auditActors } from '@/lib/database/schema'
import { inLanes } from '../fixtures/in-lanes'
import { query } from './support/database'
import { expect } from './support/test'
import { about, auditTest as test } from './support/audit-log'

/** Less than the connections of the pool. */
const AT_ONCE = 8

const signedIn = { type: 'signed-in', version: 1, detail: {} } as const
const persons = (count: number) =>
  Array.from({ length: count }, () => ({ issuer: 'https://i.example', subject: randomUUID() }))

/** As people are once the last month with an entry of theirs was dropped. */
async function insertUnused(
  database: Database,
  unused: readonly { issuer: string; subject: string }[],
): Promise<void> {
  const rows = unused.map((person) => ({ ...person, actor: randomUUID(), displayName: null }))
  await database.insert(auditActors).values(rows.map((row) => ({ ...row, seal: actorSeal(row) })))
}

test('whoever acts while they are forgotten, or erased, is known by the name of their entry', async ({
  database,
}) => {
  const [acting, idle] = [persons(60), persons(300)]
  await insertUnused(database, [...acting, ...idle])
  const context = {
    actor: { issuer: 'i', subject: 'admin' },
    correlationId: 'x',
    at: new Date(),
  }
  const purge = () => purgeUnusedActors(database)
  const none = () => 0
  const works = [
    purge,
    ...acting.flatMap((actor, place) => [
      () => recordEvent(signedIn, about(undefined, { actor })).then(none),
      ...(place < 20 ? [() => erasePerson(actor, context).then(none)] : []),
    ]),
    purge,
  ]
  // No more at once than there are connections: the rest would wait for one, and not for each other.
  const forgotten = await inLanes(works, AT_ONCE, (work) => work())
  expect(forgotten.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(300)
  expect((await verifyAuditLog()).findings).toEqual([])
  await purgeUnusedActors(database)
  const unused = await query(
    'SELECT actor FROM audit_actors a WHERE NOT EXISTS (SELECT FROM audit_entries e WHERE e.actor = a.actor)',
  )
  expect(unused).toEqual([])
})

test(
  'whoever is about to add an entry is not forgotten before that is done',
  { tag: '@postgres' },
  async ({ database }) => {
    const [person] = persons(1)
    if (!person) throw new Error('nobody')
    await insertUnused(database, [person])
    await database.transaction(async (tx) => {
      await recordEvent(signedIn, about(undefined, { actor: person }), tx)
      // On another connection, which doesn't see the entry yet.
      await purgeUnusedActors(database)
    })
    expect(
      await query(`SELECT 1 FROM audit_actors WHERE subject = '${person.subject}'`),
    ).toHaveLength(1)
    expect((await verifyAuditLog()).findings).toEqual([])
  },
)
