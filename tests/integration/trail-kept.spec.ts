import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql, TransactionRollbackError } from 'drizzle-orm'
import { append } from '@/lib/activity/chain'
import { headOfTrail, latestCheckpoint } from '@/lib/activity/checkpoints'
import { erasePerson } from '@/lib/activity/erase'
import { keepCheckpoints, tendMonths } from '@/lib/activity/keeper'
import { addMonths, dropOldMonths, makeRoom } from '@/lib/activity/months'
import { record } from '@/lib/activity/trail'
import { verifyTrail } from '@/lib/activity/verify'
import {
  connectDatabase,
  database,
  provideDatabase,
  type Database,
} from '@/lib/database/connection'
import { createDatabase } from '../setup/postgres'
import { required } from '../setup/stack'
import { query } from './support/database'
import { DATABASES, disconnect, expect } from './support/test'
import { about, findingsAfter, trailTest } from './support/trail'

const DAY_MS = 86_400_000
const signedIn = { type: 'signed-in', version: 1, detail: {} } as const

/** Each test has a trail of its own, with entries of half a year. */
const test = trailTest.extend<{ own: Database; months: Date[] }>({
  months: async ({}, use) => {
    const now = new Date()
    await use(
      [6, 5, 4, 3, 2, 1, 0].map(
        (back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)),
      ),
    )
  },
  own: async ({ databaseName, database: shared, stack, months, folder }, use) => {
    const postgres =
      databaseName === 'PGlite'
        ? null
        : await createDatabase(required(stack.postgres, 'PostgreSQL'))
    const own = await connectDatabase(
      postgres ? { DATABASE_URL: postgres.url } : { DATA_DIR: join(folder, randomUUID()) },
    )
    provideDatabase(own)
    for (const month of months.slice(0, -1)) {
      await own.execute(sql`select add_trail_month(${month.toISOString()}::date)`)
      const entries = Array.from({ length: 3 }, (_, day) => {
        const at = new Date(month.getTime() + day * DAY_MS)
        const { actor, correlationId } = about(undefined)
        const facts = {
          ...signedIn,
          outcome: 'done',
          role: 'person',
          actor,
          correlationId,
        } as const
        return { ...facts, at, recordedAt: at, userId: null, deviceId: null }
      })
      await own.transaction((tx) => append(entries, tx))
    }
    await use(own)
    provideDatabase(shared)
    await disconnect(own)
    await postgres?.drop()
  },
})

for (const databaseName of DATABASES)
  test.describe(databaseName, () => {
    test.use({ databaseName })

    test('months that were kept long enough go, no younger one does, and the chain stays verifiable', async ({
      own: _,
      months,
    }) => {
      await record(signedIn, about(undefined))
      expect((await verifyTrail()).entries).toBe(19)
      const [, second, third, fourth] = months
      if (!second || !third || !fourth) throw new Error('months are missing')
      const keepDays = 60
      const at = (month: Date, more: number) => new Date(month.getTime() + keepDays * DAY_MS + more)
      expect(await dropOldMonths(keepDays, at(second, -1))).toBe(0)
      expect(await dropOldMonths(keepDays, at(second, 0))).toBe(3)
      expect(await verifyTrail()).toMatchObject({ entries: 16, findings: [], from: { entries: 3 } })
      expect(await dropOldMonths(keepDays, at(fourth, 0))).toBe(6)
      expect(await dropOldMonths(keepDays, at(fourth, 0))).toBe(0)
      expect(await verifyTrail()).toMatchObject({ entries: 10, findings: [], from: { entries: 9 } })
      await record(signedIn, about(undefined))
      expect((await verifyTrail()).findings).toEqual([])
      expect(await query('SELECT entries::int FROM trail_cuts ORDER BY entries')).toEqual([
        { entries: 3 },
        { entries: 6 },
        { entries: 9 },
      ])
      // Without the last mark, with the first, or with a forged one, the gap is found.
      const missing = (entry: number) => ({ what: 'missing', entry, to: 9 })
      expect(await findingsAfter(['DELETE FROM trail_cuts WHERE entries = 9'])).toEqual([
        missing(7),
      ])
      expect(await findingsAfter(['DELETE FROM trail_cuts'])).toEqual([missing(1)])
      const next = `SELECT hash FROM activity_events WHERE id = 10`
      expect(
        await findingsAfter([
          `UPDATE trail_cuts SET entries = 10, hash = (${next}) WHERE entries = 9`,
          'DELETE FROM activity_events WHERE id = 10',
        ]),
      ).toEqual([
        { what: 'cut', entry: 10 },
        { what: 'missing', entry: 7, to: 10 },
      ])
      expect(await findingsAfter([`DELETE FROM activity_events WHERE id IN (10, 11)`])).toEqual([
        { what: 'missing', entry: 10, to: 11 },
      ])
    })

    test('a month that was tampered with is not dropped, and no mark is made for it', async ({
      own,
      months: [, second],
    }) => {
      if (!second) throw new Error('months are missing')
      const at = new Date(second.getTime() + 60 * DAY_MS)
      for (const change of [
        `UPDATE activity_events SET actor_role = 'system' WHERE id = 2`,
        'DELETE FROM activity_events WHERE id = 2',
        'DELETE FROM activity_events WHERE id = 1',
        `UPDATE activity_events SET hash = repeat('0', 64) WHERE id = 3`,
      ])
        await own
          .transaction(async (tx) => {
            await tx.execute(sql`set local session_replication_role = replica`)
            await tx.execute(sql.raw(change))
            expect(await dropOldMonths(60, at, tx), change).toBe(0)
            expect(await tx.execute(sql`select from trail_cuts`)).toMatchObject({ rows: [] })
            tx.rollback()
          })
          .catch((error: unknown) => {
            if (!(error instanceof TransactionRollbackError)) throw error
          })
      expect(await dropOldMonths(60, at)).toBe(3)
    })

    test('recent entries in a part with an old name are not dropped', async ({ own, months }) => {
      await record(signedIn, about(undefined))
      const [old] = months
      if (!old) throw new Error('months are missing')
      const name = (month: Date) =>
        `activity_events_${month.toISOString().slice(0, 7).replace('-', '_')}`
      await query(`DROP TABLE ${name(old)}`)
      const [part] = await query(
        'SELECT tableoid::regclass::text AS part FROM activity_events ORDER BY id DESC LIMIT 1',
      )
      await query(`ALTER TABLE ${String(part?.['part'])} RENAME TO ${name(old)}`)
      const { entries } = await headOfTrail(own)
      expect(await dropOldMonths(60, new Date())).toBe(0)
      expect(await query(`SELECT id::int FROM activity_events WHERE id = ${entries}`)).toHaveLength(
        1,
      )
    })

    test('there is room for this month and the next two, and it is made once', async ({
      own: _,
    }) => {
      expect(await addMonths(new Date())).toBe(0)
      const later = new Date('2031-12-15T00:00:00Z')
      expect(await addMonths(later)).toBe(3)
      expect(await addMonths(later)).toBe(0)
      const parts = await query(
        `SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^activity_events_203' ORDER BY 1`,
      )
      expect(parts.map(({ relname }) => relname)).toEqual([
        'activity_events_2031_12',
        'activity_events_2032_01',
        'activity_events_2032_02',
      ])
      const refused = await query('TRUNCATE activity_events_2032_01').catch(() => 'refused')
      expect(refused).toBe('refused')
    })

    /** The parts with room for new entries go; gives where the newest entry lies. */
    const takeRoom = async () => {
      for (const ahead of [0, 1, 2])
        await query(
          `DO $$ BEGIN EXECUTE 'DROP TABLE activity_events_' || to_char(now() AT TIME ZONE 'UTC' + interval '${ahead} months', 'YYYY_MM'); END $$`,
        )
    }
    const newestPart = async () => {
      const rows = await query(
        'SELECT tableoid::regclass::text AS part FROM activity_events ORDER BY id DESC LIMIT 1',
      )
      return rows[0]?.['part']
    }

    test('a trail that stood still until there was no room any more goes on, and entries lie in their month', async ({
      own: _,
    }) => {
      await takeRoom()
      await makeRoom(new Date())
      await record(signedIn, about(undefined))
      const month = new Date().toISOString().slice(0, 7).replace('-', '_')
      expect(await newestPart()).toBe(`activity_events_${month}`)
      expect(await query('SELECT FROM activity_events_default')).toEqual([])
      expect((await verifyTrail()).findings).toEqual([])
    })

    test('also where no month can be made any more, recording goes on and old months are dropped', async ({
      own: _,
    }) => {
      await takeRoom()
      await record(signedIn, about(undefined))
      expect(await newestPart()).toBe('activity_events_default')
      await makeRoom(new Date())
      await expect(tendMonths(60, new Date())).rejects.toThrow()
      expect((await verifyTrail()).from.entries).toBeGreaterThanOrEqual(9)
      await record(signedIn, about(undefined))
      expect((await verifyTrail()).findings).toEqual([])
    })

    test('who is named by no entry any more is forgotten with the month, nobody sooner', async ({
      own: _,
      months: [, , , fourth],
    }) => {
      if (!fourth) throw new Error('months are missing')
      const { actor: ada } = about(undefined)
      await record(signedIn, about(undefined, { actor: { ...ada, subject: 'eve' } }))
      const known = async () => {
        const rows = await query('SELECT subject FROM trail_actors ORDER BY subject')
        return rows.map(({ subject }) => subject)
      }
      await dropOldMonths(60, new Date(fourth.getTime() + 60 * DAY_MS))
      expect(await known()).toEqual(['ada', 'eve'])
      await dropOldMonths(1, new Date())
      expect(await known()).toEqual(['eve'])
      expect((await verifyTrail()).findings).toEqual([])
      const context = { actor: { ...ada, subject: 'admin' }, correlationId: 'x', at: new Date() }
      expect(await erasePerson(ada, context), 'nothing is left of them').toBe(false)
      expect(await erasePerson({ ...ada, subject: 'eve' }, context)).toBe(true)
      await record(signedIn, about(undefined))
      expect(await known()).toEqual(['ada', 'admin'])
      expect((await verifyTrail()).findings).toEqual([])
    })

    test('checkpoints come when they are due: after five minutes, after 1,000 entries, never twice', async ({
      own: _,
    }) => {
      const start = new Date()
      const later = (seconds: number) => new Date(start.getTime() + seconds * 1_000)
      const longest = await keepCheckpoints(start, 0)
      expect(await latestCheckpoint()).toMatchObject({ entries: longest })
      expect(await keepCheckpoints(later(600), longest)).toBe(longest)
      await record(signedIn, about(undefined))
      await keepCheckpoints(later(299), longest)
      expect(await latestCheckpoint()).toMatchObject({ entries: longest })
      await Promise.all([keepCheckpoints(later(300), longest), keepCheckpoints(later(300), 0)])
      expect(await latestCheckpoint()).toMatchObject({ entries: longest + 1 })
      const { actor, correlationId, at } = about(undefined)
      const facts = {
        ...signedIn,
        outcome: 'done',
        role: 'person',
        actor,
        correlationId,
        at,
      } as const
      const many = Array<typeof facts>(1_000).fill(facts)
      const entries = many.map((entry) => ({ ...entry, userId: null, deviceId: null }))
      await database().transaction((tx) => append(entries, tx))
      await keepCheckpoints(later(301), longest)
      expect(await latestCheckpoint()).toMatchObject({ entries: longest + 1_001 })
      expect((await verifyTrail()).findings).toEqual([])
    })
  })
