import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { headOfLog } from '@/lib/audit/log/chain-position'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { provideDatabase } from '@/lib/database/connection'
import { ENVIRONMENT } from '../builders/environment'
import { runCommand } from '../fixtures/program'
import { expect, openPostgres } from './support/test'
import { about, auditTest as test } from './support/audit-log'

/** Runs `npm run audit:verify` as an operator would. */
const verify = (url: string, ...args: string[]) => verifyWith({ DATABASE_URL: url }, ...args)
const verifyWith = (env: Record<string, string>, ...args: string[]) =>
  runCommand('verify-audit-log', args, { env })

test(
  'the command says that the chain is intact, or where it isn’t, and holds it against an anchor @I3',
  { tag: '@postgres' },
  async ({ stack, database: shared }) => {
    test.setTimeout(120_000)
    const { url, database: own, close } = await openPostgres(stack)
    provideDatabase(own)
    try {
      for (let count = 0; count < 5; count++)
        await recordEvent({ type: 'signed-in', version: 1, detail: {} }, about(undefined))
      const { hash } = await headOfLog()
      const intact = await verify(url, '--anchor', `${hash}:5`)
      expect(intact).toMatchObject({ code: 0 })
      expect(intact.output).toMatch(
        /^chain intact: 5 entries \(.*entries a second\)\nanchor: [0-9a-f]{64}:5\n$/,
      )
      const later = await verify(url, '--anchor', `${hash}:7`)
      expect(later).toMatchObject({ code: 1 })
      expect(later.output).toContain('the chain ends with entry 5, and there have been 7')
      expect(await verify(url, '--anchor', 'x')).toMatchObject({ code: 2 })
      expect(await verify(url.replace(/@[^/]*/, '@127.0.0.1:1'))).toMatchObject({ code: 2 })
      const changed = { DATABASE_URL: url, AUTH_SECRET: randomBytes(32).toString('hex') }
      expect(await verifyWith(changed)).toMatchObject({ code: 1 })
      const TRAIL_SECRET = ENVIRONMENT.AUTH_SECRET
      expect(await verifyWith({ ...changed, TRAIL_SECRET })).toMatchObject({ code: 0 })
      await own.transaction(async (tx) => {
        await tx.execute(sql`set local session_replication_role = replica`)
        await tx.execute(sql`update audit_entries set actor_role = 'system' where id = 3`)
      })
      const broken = await verify(url)
      expect(broken).toMatchObject({ code: 1 })
      expect(broken.output).toContain('Entry 3 was altered')
      expect(broken.output).not.toContain('Entry 4')
    } finally {
      provideDatabase(shared)
      await close()
    }
  },
)
