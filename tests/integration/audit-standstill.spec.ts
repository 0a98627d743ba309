import { erasePerson } from '@/lib/privacy/erase-person'
import { purgeAuditLog } from '@/lib/privacy/purge-audit-log'
import { ensureMonths, monthsJob } from '@/lib/audit/log/months'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { runCommand } from '../fixtures/program'
import { query } from './support/database'
import { DAY_MS, halfYearTest as test, signedIn } from './support/half-year'
import { expect } from './support/test'
import { about } from './support/audit-log'

/** The parts with room for new entries go; gives where the newest entry lies. */
const takeRoom = async () => {
  for (const ahead of [0, 1, 2])
    await query(
      `DO $$ BEGIN EXECUTE 'DROP TABLE audit_entries_' || to_char(now() AT TIME ZONE 'UTC' + interval '${ahead} months', 'YYYY_MM'); END $$`,
    )
}
const newestPart = async () => {
  const rows = await query(
    'SELECT tableoid::regclass::text AS part FROM audit_entries ORDER BY id DESC LIMIT 1',
  )
  return rows[0]?.['part']
}

test('a trail that stood still until there was no room any more goes on, and entries lie in their month', async ({
  own: _,
}) => {
  await takeRoom()
  await ensureMonths(new Date())
  await recordEvent(signedIn, about(undefined))
  const month = new Date().toISOString().slice(0, 7).replace('-', '_')
  expect(await newestPart()).toBe(`audit_entries_${month}`)
  expect(await query('SELECT FROM audit_entries_default')).toEqual([])
  expect((await verifyAuditLog()).findings).toEqual([])
})

test('also where no month can be made any more, recording goes on and old months are dropped', async ({
  own: _,
}) => {
  await takeRoom()
  await recordEvent(signedIn, about(undefined))
  expect(await newestPart()).toBe('audit_entries_default')
  await ensureMonths(new Date())
  await expect(monthsJob.run(() => new Date())).rejects.toThrow()
  await purgeAuditLog(60, new Date())
  expect((await verifyAuditLog()).from.entries).toBeGreaterThanOrEqual(9)
  await recordEvent(signedIn, about(undefined))
  expect((await verifyAuditLog()).findings).toEqual([])
})

test('who is named by no entry any more is forgotten with the month, nobody sooner', async ({
  own: _,
  months: [, , , fourth],
}) => {
  if (!fourth) throw new Error('months are missing')
  const { actor: ada } = about(undefined)
  await recordEvent(signedIn, about(undefined, { actor: { ...ada, subject: 'eve' } }))
  const known = async () => {
    const rows = await query('SELECT subject FROM audit_actors ORDER BY subject')
    return rows.map(({ subject }) => subject)
  }
  await purgeAuditLog((Date.now() - fourth.getTime()) / DAY_MS, new Date())
  expect(await known()).toEqual(['ada', 'eve', 'trail-keeper'])
  // Kept for no day, so that the last month is old enough on the first day of this one too.
  await purgeAuditLog(0, new Date())
  expect(await known()).toEqual(['eve', 'trail-keeper'])
  expect((await verifyAuditLog()).findings).toEqual([])
  const context = { actor: { ...ada, subject: 'admin' }, correlationId: 'x', at: new Date() }
  expect(await erasePerson(ada, context), 'nothing is left of them').toBe(false)
  expect(await erasePerson({ ...ada, subject: 'eve' }, context)).toBe(true)
  await recordEvent(signedIn, about(undefined))
  expect(await known()).toEqual(['ada', 'admin', 'trail-keeper'])
  expect((await verifyAuditLog()).findings).toEqual([])
})

// The last month with entries is over, as are those that there was room for.
for (const command of ['withdraw-roles', 'erase-person'])
  test(
    `${command} makes room before it writes${command === 'withdraw-roles' ? ' @nightly' : ''}`,
    { tag: '@postgres' },
    async ({ own }) => {
      test.setTimeout(120_000)
      await takeRoom()
      const { issuer, subject } = about(undefined).actor
      const { options } = (own as unknown as { $client: { options: { connectionString: string } } })
        .$client
      const env = { DATABASE_URL: options.connectionString }
      expect(await runCommand(command, [issuer, subject], { env })).toMatchObject({ code: 0 })
      expect(await query('SELECT FROM audit_entries_default')).toEqual([])
      const [entry] = await query('SELECT type FROM audit_entries ORDER BY id DESC LIMIT 1')
      expect(entry?.['type']).toMatch(/^(roles-withdrawn|person-erased)$/)
    },
  )
