import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { latestCheckpoint, writeCheckpoint } from '@/lib/audit/integrity/checkpoints'
import { formatAnchor } from '@/lib/audit/integrity/send-anchors'
import {
  readRetentionRecord,
  stopInForce,
  stopRetention,
} from '@/lib/audit/integrity/stop-retention'
import { headOfLog, signPosition } from '@/lib/audit/log/chain-position'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { provideDatabase } from '@/lib/database/connection'
import { ENVIRONMENT } from '../builders/environment'
import { runCommand } from '../fixtures/program'
import { expect, openPostgres } from './support/test'
import { query } from './support/database'
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

test(
  'an anchor that can’t be compared is a failure, never “intact”, and an operator ends a stop only on an intact chain @I3 @nightly',
  { tag: '@postgres' },
  async ({ stack, database: shared }, info) => {
    test.setTimeout(180_000)
    const { url, database: own, close } = await openPostgres(stack)
    provideDatabase(own)
    try {
      for (let count = 0; count < 5; count++)
        await recordEvent({ type: 'signed-in', version: 1, detail: {} }, about(undefined))
      await writeCheckpoint(new Date())
      const checkpoint = await latestCheckpoint()
      if (!checkpoint) throw new Error('there is no checkpoint')
      const file = info.outputPath('anchors.jsonl')
      const withFile = async (content: string) => {
        writeFileSync(file, content)
        return verify(url, '--anchor-file', file)
      }
      const good = formatAnchor(checkpoint)
      expect(await withFile(`${good}\n`)).toMatchObject({ code: 0 })
      const signed = (entries: number, hash: string) => {
        const position = { entries, hash, at: new Date() }
        return formatAnchor({ ...position, signature: signPosition('checkpoint', position) })
      }
      const cases: [string, number, string][] = [
        ['', 2, 'empty'],
        [`${good}\n{`, 2, 'Line 2'],
        [good.replace(/"signature":"../, '"signature":"zz'), 1, 'not one of this trail'],
        [signed(900, checkpoint.hash), 1, 'there have been 900'],
        [signed(5, '0'.repeat(64)), 1, 'Entry 5 was another one'],
      ]
      for (const [content, code, words] of cases) {
        const result = await withFile(content)
        expect(result.code, content).toBe(code)
        expect(result.output, content).toContain(words)
        expect(result.output, content).not.toContain('intact')
      }
      for (const args of [
        ['--anchor-file', info.outputPath('nothing')],
        ['--anchor-flie', file],
        ['--anchor', '0:5'],
        ['--anchor'],
        [good],
      ])
        expect((await verify(url, ...args)).code, args.join(' ')).toBe(2)

      await stopRetention('cut', new Date())
      const resume = () => verify(url, '--resume-retention')
      const stop = async () => {
        const record = await readRetentionRecord(own)
        return record === 'broken' ? record : stopInForce(record)
      }
      const change = (statement: string) =>
        own.transaction(async (tx) => {
          await tx.execute(sql`set local session_replication_role = replica`)
          await tx.execute(sql.raw(statement))
        })
      await change(
        `insert into audit_cuts select 3, hash, now(), 'x' from audit_entries where id = 3`,
      )
      expect(await resume()).toMatchObject({ code: 1 })
      expect(await stop()).not.toBeNull()
      await change('delete from audit_cuts')
      const resumed = await resume()
      expect(resumed.output).toContain('Old entries are dropped again.')
      expect(resumed.code).toBe(0)
      expect(await stop()).toBeNull()

      // The first entries were kept long enough: an anchor of one of them says nothing of the others.
      const [row] = await query('select hash from audit_entries where id = 3')
      const cut = { entries: 3, hash: String(row?.['hash']), at: new Date() }
      await change(
        `insert into audit_cuts values (3, '${cut.hash}', '${cut.at.toISOString()}', '${signPosition('cut', cut)}')`,
      )
      await change('delete from audit_entries where id <= 3')
      const old = await verify(url, '--anchor', `${'0'.repeat(64)}:2`)
      expect(old.output).toMatch(/^chain not verified: .*\n.*entry 2, which was dropped/)
      expect(old.code).toBe(2)
      expect(await verify(url, '--anchor', `${cut.hash}:3`)).toMatchObject({ code: 0 })
    } finally {
      provideDatabase(shared)
      await close()
    }
  },
)
