import { writeCheckpoint } from '@/lib/audit/integrity/checkpoints'
import { signPosition } from '@/lib/audit/log/chain-position'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { EVENTS } from '../builders/events'
import { query } from './support/database'
import { expect } from './support/test'
import { about, appendKinds, findingsAfter, KINDS, tamperTest as test } from './support/audit-log'

// What says where the chain begins and ends, and who is behind its names: the head, checkpoints, marks of cuts, actors.

const more = async (count: number) => {
  for (let done = 0; done < count; done++) await recordEvent(EVENTS[0] ?? KINDS[0]!, about('AB'))
}

/** A checkpoint with entries on both sides of it. */
let entries = 0

test.beforeEach(async () => {
  if ((await query('SELECT FROM audit_checkpoints')).length === 0) {
    await appendKinds('ben')
    await more(3)
    await writeCheckpoint(new Date())
    await more(3)
  }
  const [row] = await query('SELECT max(entries)::int AS entries FROM audit_checkpoints')
  entries = Number(row?.['entries'])
  expect((await verifyAuditLog()).findings).toEqual([])
})

test('each changed column of the head is found @I3', async () => {
  const { head } = await verifyAuditLog()
  const end = head.entries
  const change = (what: string) => findingsAfter([`UPDATE audit_head SET ${what}`])
  expect(await change('entries = entries + 2')).toEqual([
    { what: 'missing', entry: end + 1, to: end + 2 },
  ])
  expect(await change('entries = entries - 1')).toContainEqual({ what: 'inserted', entry: end })
  expect(await change(`hash = repeat('0', 64)`)).toEqual([{ what: 'head', entry: end }])
  // Entries to come would take their time from it.
  for (const time of [`+ interval '1 day'`, `- interval '1 millisecond'`])
    expect(await change(`recorded_at = recorded_at ${time}`)).toEqual([
      { what: 'head', entry: end },
    ])
})

test('each changed column of a checkpoint is found @I3', async () => {
  for (const [change, entry] of [
    ['entries = entries - 1', entries - 1],
    ['entries = entries + 1', entries + 1],
    ['entries = 999999', 999_999],
    [`hash = repeat('0', 64)`, entries],
    [`at = at + interval '1 millisecond'`, entries],
    [`signature = repeat('0', 64)`, entries],
  ] as const)
    expect(await findingsAfter([`UPDATE audit_checkpoints SET ${change}`]), change).toEqual([
      { what: 'checkpoint', entry },
    ])
})

test('each changed column of the mark of a cut is found, and the cut counts for nothing then @I3', async () => {
  const [row] = await query(`SELECT hash FROM audit_entries WHERE id = 4`)
  const cut = { entries: 4, hash: String(row?.['hash']), at: new Date('2026-03-01T00:00:00Z') }
  const values = `4, '${cut.hash}', '${cut.at.toISOString()}', '${signPosition('cut', cut)}'`
  const made = [
    `INSERT INTO audit_cuts VALUES (${values})`,
    'DELETE FROM audit_entries WHERE id <= 4',
  ]
  expect(await findingsAfter(made), 'a genuine one').toEqual([])
  for (const [change, entry] of [
    ['entries = 3', 3],
    ['entries = 5', 5],
    [`hash = repeat('0', 64)`, 4],
    [`at = at - interval '1 millisecond'`, 4],
    [`signature = repeat('0', 64)`, 4],
  ] as const)
    expect(
      (await findingsAfter([...made, `UPDATE audit_cuts SET ${change}`])).slice(0, 2),
      change,
    ).toEqual([
      { what: 'cut', entry },
      { what: 'missing', entry: 1, to: 4 },
    ])
  const without = await findingsAfter([...made, 'DELETE FROM audit_cuts'])
  expect(without).toEqual([{ what: 'missing', entry: 1, to: 4 }])
  const over = await findingsAfter([...made, 'DELETE FROM audit_entries WHERE id = 5'])
  expect(over, 'more than the mark says').toEqual([{ what: 'missing', entry: 5, to: 5 }])
})

test('each changed column of an actor is found @I3', async () => {
  const [row] = await query(`SELECT actor FROM audit_actors WHERE subject = 'ben'`)
  const actor = String(row?.['actor'])
  for (const change of [
    `issuer = issuer || 'x'`,
    `subject = 'eve'`,
    `display_name = 'Eve'`,
    `seal = repeat('0', 64)`,
  ])
    expect(
      await findingsAfter([`UPDATE audit_actors SET ${change} WHERE subject = 'ben'`]),
      change,
    ).toEqual([{ what: 'actor-altered', actor }])
  const renamed = await findingsAfter([
    `UPDATE audit_actors SET actor = 'somebody' WHERE subject = 'ben'`,
  ])
  expect(renamed).toEqual([
    { what: 'actor-unknown', entry: 1, actor },
    { what: 'actor-altered', actor: 'somebody' },
  ])
  const swapped = await findingsAfter([
    `UPDATE audit_actors SET actor = 'third' WHERE subject = 'ben'`,
    `UPDATE audit_actors SET actor = '${actor}' WHERE subject = 'ada'`,
  ])
  expect(swapped).toContainEqual({ what: 'actor-altered', actor })
})

test('a backup that was put back, and has grown since, is found where it leaves the chain that there was @I3', async () => {
  const { head } = await verifyAuditLog()
  const backUp = (to: number) => [
    `DELETE FROM audit_entries WHERE id > ${to}`,
    `UPDATE audit_head SET entries = ${to}, (hash, recorded_at) =
       (SELECT hash, recorded_at FROM audit_entries WHERE id = ${to})`,
  ]
  const grown = [...backUp(entries - 2), () => more(6)]
  expect(await findingsAfter(grown)).toEqual([{ what: 'rewritten', entry: entries }])
  const forgotten = [...backUp(entries - 2), 'DELETE FROM audit_checkpoints', () => more(9)]
  expect(await findingsAfter(forgotten), 'nothing inside the database tells').toEqual([])
  expect(await findingsAfter(forgotten, head)).toEqual([{ what: 'rewritten', entry: head.entries }])
  const short = await findingsAfter(backUp(entries - 2))
  expect(short).toEqual([{ what: 'rolled-back', entry: entries - 2, to: entries }])
})

test('a month that is taken out of the table, or emptied, is missing as a whole @I3', async () => {
  const [row] = await query('SELECT tableoid::regclass::text AS part FROM audit_entries')
  const { head } = await verifyAuditLog()
  const part = String(row?.['part'])
  for (const statement of [
    `ALTER TABLE audit_entries DETACH PARTITION ${part}`,
    `DELETE FROM ${part}`,
  ])
    expect(await findingsAfter([statement]), statement).toContainEqual({
      what: 'missing',
      entry: 1,
      to: head.entries,
    })
})
