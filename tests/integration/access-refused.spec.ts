import { exportEntries } from '@/lib/audit/export/export-entries'
import { personEntries } from '@/lib/audit/reading/read-entries'
import { readAuditLog } from '@/lib/audit/reading/read-audit-log'
import { provideDatabase, type Database } from '@/lib/database/connection'
import { DatabaseOutage } from '@/lib/database/outage'
import { recordAccessRefusal } from '@/lib/auth/authorization/refuse-access'
import { now } from '@/lib/platform/clock'
import { streamBody } from '@/lib/web/stream-body'
import { newAgent } from './support/agents'
import { query } from './support/database'
import { databaseTest as test, expect } from './support/test'

const newest = { filter: {}, before: null }
const refused = { ok: false, error: { code: 'not-allowed' } }

const saidOf = (subject: string) =>
  query(
    `SELECT actor_role, outcome, user_id, detail FROM audit_entries JOIN audit_actors USING (actor)
     WHERE type = 'access-refused' AND subject = '${subject}'`,
  )

/** What a connection to a database that isn't there any more does. */
const away = new Proxy({} as Database, {
  get: () => () => {
    throw new DatabaseOutage('away')
  },
})

test('whoever is refused is in the trail with what they asked for, five times a minute, and others go on @I1', async () => {
  const [who, other] = [await newAgent(['support']), await newAgent([])]
  await Promise.all(Array.from({ length: 20 }, () => readAuditLog(who, newest, 1, now())))
  const entry = {
    ...{ actor_role: 'person', outcome: 'refused', user_id: null },
    detail: { action: 'trail:read:any' },
  }
  expect(await saidOf(who.subject)).toEqual(Array(5).fill(entry))
  await recordAccessRefusal(other, 'people:find:any', now())
  expect(await saidOf(other.subject)).toMatchObject([{ detail: { action: 'people:find:any' } }])
  const { entries } = await personEntries({ ...other, userIds: [] }, null, 10)
  expect(entries).toMatchObject([{ type: 'access-refused', by: 'self' }])
})

test('while the database is away they are refused all the same, and an export isn’t a file at all @J3', async ({
  database,
}) => {
  const who = await newAgent([])
  provideDatabase(away)
  try {
    expect(await readAuditLog(who, newest, 1, now())).toEqual(refused)
    for (const format of ['csv', 'jsonl'] as const)
      await expect(streamBody(exportEntries({}, format))).rejects.toThrow('away')
  } finally {
    provideDatabase(database)
    // For so long nothing is read that can be done without.
    await new Promise((resolve) => setTimeout(resolve, 2_100))
  }
  expect(await saidOf(who.subject)).toEqual([])
})
