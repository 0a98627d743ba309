import { writeCheckpoint } from '@/lib/audit/integrity/checkpoints'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { EVENTS } from '../builders/events'
import { query, wordsOf } from '../integration/support/database'
import { expect } from '../integration/support/test'
import {
  about,
  appendKinds,
  findingsAfter,
  KINDS,
  tamperTest as test,
} from '../integration/support/audit-log'

const COLUMNS = {
  recorded_at: `recorded_at + interval '1 millisecond'`,
  at: `at - interval '1 millisecond'`,
  type: `type || ' '`,
  outcome: `outcome || 'x'`,
  correlation_id: `correlation_id || 'x'`,
  actor: `(SELECT actor FROM audit_actors a WHERE a.actor <> audit_entries.actor LIMIT 1)`,
  actor_role: `'support'`,
  user_id: `coalesce(user_id || '0', '')`,
  device_id: 'NULL',
  version: 'version + 1',
  detail: `detail || '{"x": 1}'`,
  hash: `repeat('0', 64)`,
} as const

/** How far apart the entries are that are changed at a time: few enough for the verification to name all that it finds. */
const EVERY = 5

/** A row that says the same as another one but for its number. */
const copyOf = (id: number, newId: number | string) =>
  `INSERT INTO audit_entries SELECT ${newId}, recorded_at, at, type, outcome, correlation_id, actor,
     actor_role, user_id, device_id, version, detail, hash FROM audit_entries WHERE id = ${id}`

test.beforeEach(async () => {
  // A worker that has had other tests of the trail before has entries already, but not of every kind.
  if ((await query('SELECT FROM audit_entries')).length < 2 * KINDS.length) {
    await appendKinds('ben')
    await appendKinds('ada')
  }
})

test('an untouched chain is intact, from any size of batch @I3', async () => {
  for (const batch of [1, 7, 1_000]) {
    const verified = await verifyAuditLog(null, batch)
    expect(verified.findings).toEqual([])
    expect(verified.entries).toBe(verified.head.entries)
    expect(verified.entries).toBeGreaterThanOrEqual(2 * KINDS.length)
  }
})

for (const [column, value] of Object.entries(COLUMNS))
  test(`a changed ${column} is found in every kind of entry @I3`, async () => {
    for (let first = 1; first <= EVERY; first++) {
      const entries = KINDS.flatMap((_, place) => (place % EVERY === first - 1 ? place + 1 : []))
      const change = `UPDATE audit_entries SET ${column} = ${value} WHERE id IN (${entries.join()})`
      // Whoever changes a hash breaks what follows it as well; nothing else is made to look altered.
      const altered = entries.flatMap((entry) => (column === 'hash' ? [entry, entry + 1] : entry))
      expect(await findingsAfter([change])).toEqual(
        altered.map((entry) => ({ what: 'altered', entry })),
      )
    }
  })

test('an entry moved into the part of another month is found @I3', async () => {
  const [part] = await query('SELECT tableoid::regclass::text AS part FROM audit_entries')
  const moved = `UPDATE audit_entries SET recorded_at = recorded_at + interval '1 month' WHERE id = 4`
  const gone = `DELETE FROM ${String(part?.['part'])} WHERE id = 4`
  expect(await findingsAfter([moved, gone])).toEqual([{ what: 'altered', entry: 4 }])
})

test('an entry that another one was put in the place of is found @I3', async () => {
  const found = await findingsAfter(['DELETE FROM audit_entries WHERE id = 5', copyOf(3, 5)])
  // Its hash is not what the next one was made of either.
  expect(found).toEqual([
    { what: 'altered', entry: 5 },
    { what: 'altered', entry: 6 },
  ])
})

test('a changed number is found, as the gap that it leaves @I3', async () => {
  const found = await findingsAfter(['UPDATE audit_entries SET id = 900000 WHERE id = 5'])
  expect(found[0]).toEqual({ what: 'missing', entry: 5, to: 5 })
  expect(found).toContainEqual({ what: 'inserted', entry: 900_000 })
})

test('a detail that reads the same but isn’t is found @I3', async () => {
  const entry = KINDS.findIndex(({ type }) => type === 'activation-failed') + 1
  const change = `UPDATE audit_entries SET detail = '{"code": 30004.0}' WHERE id = ${entry}`
  expect(await findingsAfter([change])).toEqual([{ what: 'altered', entry }])
})

test('text moved from one column into the next is found @I3', async () => {
  const change = `UPDATE audit_entries SET correlation_id = correlation_id || left(actor, 1), actor = substr(actor, 2) WHERE id = 3`
  expect(await findingsAfter([change])).toContainEqual({ what: 'altered', entry: 3 })
})

test('entries cut out of the middle are located @I3', async () => {
  expect(await findingsAfter(['DELETE FROM audit_entries WHERE id = 4'])).toEqual([
    { what: 'missing', entry: 4, to: 4 },
  ])
  expect(await findingsAfter(['DELETE FROM audit_entries WHERE id BETWEEN 6 AND 9'])).toEqual([
    { what: 'missing', entry: 6, to: 9 },
  ])
  expect(await findingsAfter(['DELETE FROM audit_entries WHERE id < 3'])).toEqual([
    { what: 'missing', entry: 1, to: 2 },
  ])
})

test('a gap that is closed again by renumbering is located @I3', async () => {
  const found = await findingsAfter([
    'DELETE FROM audit_entries WHERE id = 4',
    'UPDATE audit_entries SET id = id - 1 WHERE id > 4',
    `UPDATE audit_head SET entries = entries - 1`,
  ])
  // A checkpoint that another test has left says its word about its own entry as well.
  const [first] = found.filter(({ what }) => what !== 'rewritten')
  expect(first).toEqual({ what: 'altered', entry: 4 })
})

test('two entries that have changed places are located @I3', async () => {
  const found = await findingsAfter([
    'UPDATE audit_entries SET id = -1 WHERE id = 7',
    'UPDATE audit_entries SET id = 7 WHERE id = 8',
    'UPDATE audit_entries SET id = 8 WHERE id = -1',
  ])
  expect(found.slice(0, 2)).toEqual([
    { what: 'altered', entry: 7 },
    { what: 'altered', entry: 8 },
  ])
})

test('entries put in by hand are located, wherever they stand @I3', async () => {
  const { head } = await verifyAuditLog()
  const end = head.entries + 1
  for (const entry of [0, -5, end, end + 5])
    expect(await findingsAfter([copyOf(3, entry)])).toEqual([{ what: 'inserted', entry }])
  const twin = copyOf(3, 3).replace('recorded_at,', `recorded_at + interval '1 second',`)
  expect(await findingsAfter([twin])).toContainEqual({ what: 'inserted', entry: 3 })
  // With the head moved along, the entry is judged by its hash.
  const grown = await findingsAfter([
    copyOf(3, end),
    `UPDATE audit_head SET entries = ${end}, hash = (SELECT hash FROM audit_entries WHERE id = 3)`,
  ])
  expect(grown).toEqual([{ what: 'altered', entry: end }])
})

test('entries cut off the end are located by the head @I3', async () => {
  const { head } = await verifyAuditLog()
  const { entries } = head
  expect(await findingsAfter([`DELETE FROM audit_entries WHERE id > ${entries - 3}`])).toEqual([
    { what: 'missing', entry: entries - 2, to: entries },
  ])
  expect(await findingsAfter([`UPDATE audit_head SET hash = repeat('0', 64)`])).toEqual([
    { what: 'head', entry: entries },
  ])
})

test('an end cut off together with the head is located by a checkpoint; without those, by the anchor @I3', async () => {
  await recordEvent(EVENTS[0] ?? KINDS[0]!, about('AB'))
  const checkpoint = await writeCheckpoint(new Date())
  if (!checkpoint) throw new Error('there is no checkpoint')
  const { entries } = checkpoint
  const cut = [
    `DELETE FROM audit_entries WHERE id > ${entries - 3}`,
    `UPDATE audit_head SET entries = ${entries - 3},
       (hash, recorded_at) = (SELECT hash, recorded_at FROM audit_entries WHERE id = ${entries - 3})`,
  ]
  const rolledBack = { what: 'rolled-back', entry: entries - 3, to: entries }
  expect(await findingsAfter(cut)).toEqual([rolledBack])
  const forgotten = [...cut, 'DELETE FROM audit_checkpoints']
  expect(await findingsAfter(forgotten)).toEqual([])
  expect(await findingsAfter(forgotten, checkpoint)).toEqual([rolledBack])
  const other = { entries: 3, hash: checkpoint.hash }
  expect(await findingsAfter([], other)).toEqual([{ what: 'rewritten', entry: 3 }])
  expect(await findingsAfter([], checkpoint)).toEqual([])
  for (const change of [
    `hash = (SELECT hash FROM audit_entries WHERE id = 3)`,
    `at = at + interval '1 second'`,
    `signature = repeat('0', 64)`,
  ])
    expect(
      await findingsAfter([`UPDATE audit_checkpoints SET ${change} WHERE entries = ${entries}`]),
    ).toEqual([{ what: 'checkpoint', entry: entries }])
})

test('a checkpoint can’t be passed off as the mark of a cut @I3', async () => {
  await recordEvent(EVENTS[0] ?? KINDS[0]!, about('AB'))
  const { entries = 0 } = (await writeCheckpoint(new Date())) ?? {}
  const found = await findingsAfter([
    `INSERT INTO audit_cuts SELECT * FROM audit_checkpoints WHERE entries = ${entries}`,
    `DELETE FROM audit_entries WHERE id <= ${entries}`,
  ])
  expect(found[0]).toEqual({ what: 'cut', entry: entries })
  expect(found[1]).toEqual({ what: 'missing', entry: 1, to: entries })
})

test('whoever is put in another’s place, or taken out without a word, is found @I3', async () => {
  const [first] = await query(`SELECT actor FROM audit_actors WHERE subject = 'ada'`)
  const actor = String(first?.['actor'])
  for (const change of [`subject = 'eve'`, `issuer = 'x'`, `display_name = 'Eve'`])
    expect(
      await findingsAfter([`UPDATE audit_actors SET ${change} WHERE subject = 'ada'`]),
    ).toEqual([{ what: 'actor-altered', actor }])
  const entry = KINDS.length + 1
  expect(await findingsAfter([`DELETE FROM audit_actors WHERE subject = 'ada'`])).toEqual([
    { what: 'actor-unknown', entry, actor },
  ])
})

for (const statement of [
  `UPDATE audit_entries SET actor_role = 'system'`,
  'DELETE FROM audit_entries',
  'TRUNCATE audit_entries',
  'UPDATE <part> SET detail = NULL',
  'DELETE FROM <part>',
  'TRUNCATE <part>',
  'TRUNCATE audit_entries_default',
  'UPDATE audit_checkpoints SET entries = 1',
  'DELETE FROM audit_checkpoints',
  'TRUNCATE audit_checkpoints',
  'DELETE FROM audit_cuts',
  'TRUNCATE audit_cuts',
  'UPDATE audit_head SET entries = entries - 1',
  'UPDATE audit_head SET entries = entries',
  `UPDATE audit_head SET entries = entries + 1, recorded_at = '2000-01-01T00:00:00Z'`,
  'DELETE FROM audit_head',
  'TRUNCATE audit_head',
])
  test(`the database refuses: ${statement} @I2`, async () => {
    const [part] = await query('SELECT tableoid::regclass::text AS part FROM audit_entries')
    const failure = await query(statement.replace('<part>', String(part?.['part']))).catch(
      (error: unknown) => error,
    )
    expect(wordsOf(failure)).toMatch(/append-only|only moves forward/)
    expect((await verifyAuditLog()).findings).toEqual([])
  })
