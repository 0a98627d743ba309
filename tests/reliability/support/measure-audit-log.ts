// Not a spec: a program that measures the trail with very many entries, on whichever database the environment names.
// `DATA_DIR=/tmp/measured AUTH_SECRET=… node --conditions=react-server --import tsx tests/reliability/support/measure-audit-log.ts 1000000`
// (or DATABASE_URL). It fills an empty trail, once; then says how long pages and filters take, how fast the chain is
// verified, and how much memory an export of 100 MB takes.
import { sql } from 'drizzle-orm'
import { actorOfEntry, findActor } from '@/lib/audit/log/actors'
import { entryHash, type NewEntry } from '@/lib/audit/log/chain'
import { headOfLog } from '@/lib/audit/log/chain-position'
import { exportEntries } from '@/lib/audit/export/export-entries'
import { findEntries, personEntries, type EntryFilter } from '@/lib/audit/reading/read-entries'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { connectDatabase, database, provideDatabase } from '@/lib/database/connection'
import { useEnvironment } from '../../builders/environment'

useEnvironment()
const { DATABASE_URL, DATA_DIR } = process.env
const count = Number(process.argv[2] ?? 1_000_000)
const ISSUER = 'https://issuer.example'
const BATCH = 2_000
const PEOPLE = 2_000
const say = (line: string) => process.stdout.write(`${line}\n`)
const userIdOf = (person: number) => person.toString(16).padStart(16, '0').toUpperCase()

/** Mostly sign-ins and removals of 2,000 people; one in a thousand is rare, one agent has a tenth of all. */
function entryOf(index: number): NewEntry {
  const person = (index * 7_919) % PEOPLE
  const isAgents = index % 10 === 3
  const isRare = index % 1_000 === 7
  const userId = userIdOf(person)
  const device = {
    fingerprint: 'ABCD-2345',
    kind: 'phone',
    kindSource: 'stated',
    osVersion: 'iOS 18.1',
    addedAt: null,
  }
  const facts = {
    at: new Date(),
    correlationId: `c${index}`,
    actor: { issuer: ISSUER, subject: isAgents ? 'agent' : `person-${person}` },
    role: isAgents ? 'support' : 'person',
    version: 1,
  } as const
  if (isRare)
    return {
      ...facts,
      userId,
      deviceId: `d${person}`,
      type: 'removal-refused',
      outcome: 'refused',
      detail: { reason: 'sold', guard: 'last-phone', device },
    }
  if (index % 2 === 0)
    return {
      ...facts,
      userId: null,
      deviceId: null,
      type: 'signed-in',
      outcome: 'done',
      detail: {},
    }
  return {
    ...facts,
    userId,
    deviceId: `d${person}`,
    type: 'removal-intended',
    outcome: 'open',
    detail: { reason: 'lost', device },
  }
}

/** As `appendEntries` would, but in few statements: this is not what is measured. */
async function fill(): Promise<void> {
  const head = await headOfLog()
  const started = performance.now()
  const actors = new Map<string, string>()
  const details = new Map<string, string>()
  let { hash } = head
  for (let from = head.entries; from < count; from += BATCH) {
    const rows: object[] = []
    const to = Math.min(from + BATCH, count)
    for (let id = from + 1; id <= to; id++) {
      const { actor: person, role, detail, ...entry } = entryOf(id)
      const known = actors.get(person.subject)
      const actor =
        known ?? (await actorOfEntry(person, await findActor(person, database()), database()))
      actors.set(person.subject, actor)
      const text = details.get(entry.type) ?? (await writtenOut(detail))
      details.set(entry.type, text)
      const facts = { ...entry, actor, actorRole: role, detail: text }
      const moment = Date.UTC(2026, 10, 1) + id
      const texts = {
        id: `${id}`,
        recordedAt: `${moment}`,
        at: `${entry.at.getTime()}`,
        version: '1',
      }
      hash = entryHash(hash, { ...facts, ...texts })
      rows.push({
        id,
        recorded_at: new Date(moment),
        at: entry.at,
        type: entry.type,
        outcome: entry.outcome,
        correlation_id: entry.correlationId,
        actor,
        actor_role: role,
        user_id: entry.userId,
        device_id: entry.deviceId,
        version: 1,
        detail,
        hash,
      })
    }
    await database().transaction(async (tx) => {
      await tx.execute(sql`insert into audit_entries
        select * from jsonb_populate_recordset(null::audit_entries, ${JSON.stringify(rows)}::jsonb)`)
      await tx.execute(sql`update audit_head set entries = ${to}, hash = ${hash},
        recorded_at = ${new Date(Date.UTC(2026, 10, 1) + to).toISOString()}::timestamptz`)
    })
  }
  if (head.entries < count) {
    const seconds = (performance.now() - started) / 1_000
    say(`filled: ${count - head.entries} entries in ${seconds.toFixed(0)} s`)
  }
}

async function writtenOut(detail: unknown): Promise<string> {
  const { rows } = (await database().execute(
    sql`select ${JSON.stringify(detail)}::jsonb::text as text`,
  )) as unknown as { rows: { text: string }[] }
  return rows[0]?.text ?? ''
}

async function time(
  name: string,
  work: () => Promise<{ entries: readonly unknown[] }>,
): Promise<void> {
  const times: number[] = []
  let found = 0
  for (let again = 0; again < 11; again++) {
    const started = performance.now()
    found = (await work()).entries.length
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  say(
    `${name}: ${found} entries, median ${times[5]?.toFixed(1)} ms, worst ${times[10]?.toFixed(1)} ms`,
  )
}

async function measureReading(): Promise<void> {
  const agent = { issuer: ISSUER, subject: 'agent' }
  const [half] = (await findEntries({}, Math.floor(count / 2), 1)).entries
  const from = half?.recordedAt ?? new Date()
  const filters: Record<string, EntryFilter> = {
    'the newest': {},
    'one person acting': { actor: { issuer: ISSUER, subject: 'person-43' } },
    'the agent acting': { actor: agent },
    'one user': { userId: userIdOf(43) },
    'one device': { deviceId: 'd43' },
    'a rare type': { types: ['removal-refused'] },
    'a rare, a common and an unknown type': { types: ['removal-refused', 'signed-in', 'none'] },
    'a rare outcome': { outcome: 'refused' },
    'up to the middle': { to: from },
    'a rare outcome up to the middle': { outcome: 'refused', to: from },
    'the agent, a rare outcome': { actor: agent, outcome: 'refused' },
    'the agent, a rare type': { actor: agent, types: ['removal-refused'] },
    'one user, an outcome': { userId: userIdOf(43), outcome: 'refused' },
    nobody: { userId: 'FFFF' },
  }
  for (const [name, filter] of Object.entries(filters)) {
    await time(name, () => findEntries(filter, null, 50))
    await time(`${name}, from the middle`, () => findEntries(filter, Math.floor(count / 2), 50))
  }
  const person = { issuer: ISSUER, subject: 'person-43', userIds: [userIdOf(43)] as const }
  await time('somebody’s own', () => personEntries(person, null, 50))
}

async function measureExport(): Promise<void> {
  let bytes = 0
  let most = 0
  let early = 0
  const started = performance.now()
  for await (const part of exportEntries({}, 'jsonl')) {
    bytes += Buffer.byteLength(part)
    most = Math.max(most, process.memoryUsage().rss)
    if (bytes < 20e6) early = most
    if (bytes > 120e6) break
  }
  const seconds = (performance.now() - started) / 1_000
  const mega = (size: number) => `${(size / 1e6).toFixed(0)} MB`
  say(
    `export: ${mega(bytes)} in ${seconds.toFixed(1)} s; memory ${mega(early)} in the first 20 MB, ${mega(most)} at most`,
  )
}

provideDatabase(await connectDatabase({ DATABASE_URL, DATA_DIR }))
await fill()
await measureReading()
await measureExport()
const started = performance.now()
const { entries, findings } = await verifyAuditLog()
const seconds = (performance.now() - started) / 1_000
say(
  `verified: ${entries} entries, ${findings.length} findings, ${seconds.toFixed(1)} s, ${Math.round(entries / seconds)} a second`,
)
process.exit(0)
