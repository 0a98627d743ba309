import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as othersFirst, setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { openEnvelope } from '@/lib/client-states/vault/envelope'
import { resealStates } from '@/lib/client-states/vault/reseal-states'
import { destroyState } from '@/lib/client-states/vault/destroy-states'
import { putState } from '@/lib/client-states/vault/vault'
import { database, provideDatabase } from '@/lib/database/connection'
import { lockDirectory } from '@/lib/database/directory-lock'
import { clientStates } from '@/lib/database/schema'
import { now } from '@/lib/platform/clock'
import { randomKey } from '@/lib/platform/crypto'
import { env } from '@/lib/platform/env'
import type { KeyRing, RingKey } from '@/lib/platform/key-ring'
import { newUserId } from '../builders/rows'
import { query } from './support/database'
import { runCommand, startCommand } from '../fixtures/program'
import { stateOf, undertaking } from './support/states'
import { databaseTest as test, expect, openPostgres } from './support/test'

const OLD = 'unit-test-key'
const newKey = (id: string): RingKey => ({ id, key: randomKey() })
/** The ring of this process, with a newer key before it. */
function ringWith(newest: RingKey): KeyRing {
  const [old] = env().CLIENT_STATE_KEYS ?? []
  if (old?.id !== OLD) throw new Error('another ring')
  return [newest, old]
}

/** What a row holds; null when it is gone or can't be opened with the ring. */
async function textOf(id: string, ring: KeyRing): Promise<string | null> {
  const [row] = await database().select().from(clientStates).where(eq(clientStates.id, id))
  const text = row && openEnvelope(row, row, ring)
  return text?.ok ? text.value : null
}

const put = (text: string) => putState(stateOf(newUserId()), text, now())

/** Puts so many states in; gives what each holds. */
async function putSeveral(count: number): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (let index = 0; index < count; index++) {
    const text = `state ${index} \u{1F511}\u0000`
    texts.set(await put(text), text)
  }
  return texts
}

async function expectAll(texts: ReadonlyMap<string, string>, ring: KeyRing): Promise<void> {
  const rows = await database().select().from(clientStates)
  const opened = rows.map((row) => {
    const text = openEnvelope(row, row, ring)
    return [row.id, text.ok ? text.value : text.error.code] as const
  })
  expect(new Map(opened.toSorted())).toEqual(new Map([...texts].toSorted()))
}

// Keys are counted over all that is there.
test.describe.configure({ mode: 'default' })
test.beforeEach(() => query('DELETE FROM client_states'))

test('what can’t be opened is counted by the key it names, and left as it is @G2', async () => {
  const young = newKey('2026')
  const ring = ringWith(young)
  const [missing, damaged, replaced, good] = [...(await putSeveral(4)).keys()]
  await query(`UPDATE client_states SET key_id = 'lost' WHERE id = '${missing}'`)
  await query(`UPDATE client_states SET wrapped_key = '\\x01' WHERE id = '${damaged}'`)
  await query(`UPDATE client_states SET key_id = '2026' WHERE id = '${replaced}'`)
  const rows = `SELECT * FROM client_states WHERE id <> '${good}' ORDER BY id`
  const before = await query(rows)
  const keysInUse = { lost: 1, [OLD]: 1, '2026': 2 }
  const done = await resealStates(2, true, ring)
  expect(done).toMatchObject({ resealed: 1, keysInUse })
  expect(done.unreadable.toSorted((a, b) => a.keyId.localeCompare(b.keyId))).toEqual([
    { keyId: '2026', count: 1 },
    { keyId: 'lost', count: 1 },
    { keyId: OLD, count: 1 },
  ])
  expect(await query(rows)).toEqual(before)
  const none = await resealStates(2, true, [newKey('other')])
  expect(none.resealed).toBe(0)
  expect(none.unreadable.map(({ count }) => count).toSorted()).toEqual([1, 1, 2])
})

test('once it is through, the old key may be dropped and nothing is lost @G2', async () => {
  const young = newKey('2026')
  const texts = await putSeveral(25)
  const sealed = 'SELECT id, sealed_state FROM client_states ORDER BY id'
  const before = await query(sealed)
  const done = await resealStates(10, false, ringWith(young))
  expect(done).toEqual({ resealed: 25, unreadable: [], keysInUse: { '2026': 25 } })
  await expectAll(texts, [young])
  // Only the wrapped keys have changed.
  expect(await query(sealed)).toEqual(before)
  const again = await resealStates(10, true, [young])
  expect(again).toEqual({ resealed: 0, unreadable: [], keysInUse: { '2026': 25 } })
})

test('while others put in, open and destroy, it loses nothing, changes nothing and brings nothing back @G2', async () => {
  const young = newKey('2026')
  const ring = ringWith(young)
  const texts = await putSeveral(60)
  const [doomed, opened] = [[...texts.keys()].slice(0, 25), [...texts.keys()].slice(25)]
  let isOver = false
  const unread: string[] = []
  const opening = (async () => {
    for (let place = 0; !isOver; place = (place + 1) % opened.length) {
      const id = opened[place] ?? ''
      if ((await textOf(id, ring)) !== texts.get(id)) unread.push(id)
      // The embedded database works in this very thread: without a pause nobody else would have a turn.
      await othersFirst()
    }
  })()
  const destroying = (async () => {
    for (const id of doomed) {
      const [row] = await database().select().from(clientStates).where(eq(clientStates.id, id))
      const userId = row?.userId ?? ''
      expect(await destroyState(id, userId, 'redeemed', undertaking())).toBe(true)
      texts.delete(id)
    }
  })()
  // Portals that were not started anew yet seal with the old key.
  const putting = (async () => {
    for (let index = 0; index < 20; index++) texts.set(await put(`late ${index}`), `late ${index}`)
  })()
  const twice = [resealStates(7, false, ring), resealStates(11, true, ring)]
  const done = await Promise.all(twice)
  await Promise.all([putting, destroying])
  isOver = true
  await opening
  expect(unread).toEqual([])
  expect(done.flatMap(({ unreadable }) => unreadable)).toEqual([])
  const last = await resealStates(50, false, ring)
  expect(last.keysInUse).toEqual({ '2026': 55 })
  await expectAll(texts, [young])
})

const COMMAND = 'reseal-client-states'
const keysOf = (ring: readonly RingKey[]) =>
  ring.map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64')}`).join(',')

test.describe('npm run client-states:reseal', { tag: '@postgres' }, () => {
  test.describe.configure({ timeout: 120_000 })

  test('killed in the middle it goes on where it was, says what may be dropped, and fails where a key is missing @G2 @nightly', async ({
    stack,
  }) => {
    const { url, database: own, close } = await openPostgres(stack)
    provideDatabase(own)
    const young = newKey('2026')
    const ring = ringWith(young)
    const run = (keys: readonly RingKey[]) =>
      [COMMAND, [], { env: { DATABASE_URL: url, CLIENT_STATE_KEYS: keysOf(keys) } }] as const
    try {
      const texts = await putSeveral(400)
      const done = async () =>
        (await query(`SELECT id FROM client_states WHERE key_id = '2026'`)).length
      const killed = startCommand(...run(ring))
      while ((await done()) < 10) await sleep(5)
      killed.child.kill('SIGKILL')
      expect(await killed.ended).toBeNull()
      const before = await done()
      expect(before).toBeLessThan(400)
      const { code, output } = await runCommand(...run(ring))
      expect(output).toBe(
        `${400 - before} client states re-sealed under the newest key, 2026.\n` +
          'Keys in use: 2026 (400 client states).\n' +
          `May be dropped from CLIENT_STATE_KEYS, once every running portal seals with 2026: ${OLD}.\n`,
      )
      expect(code).toBe(0)
      await expectAll(texts, [young])

      const other = await runCommand(...run([newKey('2027')]))
      expect(other.code).toBe(1)
      expect(other.output).toContain(
        '400 client states can’t be opened: the key 2026 is missing from CLIENT_STATE_KEYS.',
      )
      expect(other.output).not.toContain(Buffer.from(young.key).toString('base64'))
      await expectAll(texts, [young])
    } finally {
      await close()
    }
  })

  test('beside a portal on the embedded database it does nothing, and says that there is nothing to do', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'portal-reseal-'))
    try {
      expect(await lockDirectory(directory)).toEqual({ ok: true, value: undefined })
      const keys = { CLIENT_STATE_KEYS: keysOf([newKey('2026')]) }
      const { code, output } = await runCommand(COMMAND, [], {
        env: { DATA_DIR: directory, DATABASE_URL: '', ...keys },
      })
      expect(code).toBe(2)
      expect(output).toContain(`The database directory ${directory} is in use by another process.`)
      expect(output).toContain('by itself, each time it starts')
      expect(readdirSync(directory)).toEqual(['portal.lock'])
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
