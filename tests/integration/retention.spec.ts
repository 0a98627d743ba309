import { randomUUID } from 'node:crypto'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { startMaintenance } from '@/lib/jobs/maintenance'
import { retentionJobs, RETENTION_RULES, type RetentionRule } from '@/lib/privacy/retention'
import { newUserId } from '../builders/rows'
import { query } from './support/database'
import { databaseTest as test, expect } from './support/test'

const DAY = 24 * 3600_000
const AT = new Date('2020-03-01T12:00:00Z')
/** So many days before `AT`, and a millisecond. */
const before = (days: number) => new Date(AT.getTime() - days * DAY - 1)
const on = (days: number) => new Date(AT.getTime() - days * DAY)

const person = () => ({ issuer: 'https://issuer.example', subject: `person-${randomUUID()}` })
const seen = async (at: Date) => {
  const { issuer, subject } = person()
  await rememberPerson(
    { issuer, subject, displayName: 'Robin Vale', addresses: ['r@x.example'] },
    at,
  )
  return subject
}
const time = (at: Date | null) => (at === null ? 'NULL' : `'${at.toISOString()}'`)
const activation = async (endedAt: Date | null, dueAt: Date | null = null) => {
  const number = randomUUID()
  const ending = endedAt === null ? 'NULL' : `'listed'`
  await query(
    `INSERT INTO activations (number, issuer, subject, user_id, purpose, code_hash, typed_code_hash, operation_id,
       known_devices, created_at, expires_at, ending, ended_at, due_at, version, seal)
     VALUES ('${number}', 'i', 's', '${newUserId()}', 'bind', '${number}', '${number}', '${number}',
       '[]', ${time(on(500))}, ${time(on(500))}, ${ending}, ${time(endedAt)}, ${time(dueAt)}, 1, '')`,
  )
  return number
}
const upload = async (at: Date) => {
  const key = randomUUID()
  await query(`INSERT INTO uploads VALUES ('i', 's', '${key}', 'b', '{}', ${time(at)})`)
  return key
}
const signedIn = async (expiresAt: Date, endedAt: Date | null = null) => {
  const id = randomUUID()
  await query(
    `INSERT INTO sessions (id_hash, issuer, subject, display_name, roles, sealed_id_token, created_at, last_seen_at, expires_at, ended_at, seal)
     VALUES ('${id}', 'i', 's', 'Robin Vale', '[]', '', ${time(on(500))}, ${time(expiresAt)}, ${time(expiresAt)}, ${time(endedAt)}, '')`,
  )
  return id
}
const taken = async (expiresAt: Date) => {
  const id = randomUUID()
  await query(`INSERT INTO logout_tokens VALUES ('${id}', ${time(expiresAt)})`)
  return id
}
const asked = async (at: Date, status = 'open') => {
  const number = randomUUID()
  await query(
    `INSERT INTO approvals (number, status, requester_issuer, requester_subject, requester_name, requester_session, user_id,
       device_id, device, reason, ticket, caller_check, removal_impact, created_at, expires_at, seal)
     VALUES ('${number}', '${status}', 'i', 's', 'Sam', 'x', '${number}', 'd', '{}', 'lost', 'T', 'agents-word', '{}', ${time(at)}, ${time(at)}, '')`,
  )
  return number
}
const prepared = async (until: Date) => {
  const number = randomUUID()
  await query(
    `INSERT INTO preparations VALUES ('${number}', 'i', '${number}', 'u', 'backup', ${time(on(500))}, ${time(until)}, '')`,
  )
  return number
}
const viewed = async (at: Date) => {
  const userId = newUserId()
  await query(`INSERT INTO support_views VALUES ('i', 's', '${userId}', ${time(at)}, '')`)
  return userId
}
const listRead = async (at: Date) => {
  const userId = newUserId()
  await query(`INSERT INTO known_lists (user_id, read_at) VALUES ('${userId}', ${time(at)})`)
  await query(`INSERT INTO known_devices (user_id, device_id) VALUES ('${userId}', 'd')`)
  return userId
}
const counted = async (day: Date) => {
  const subject = randomUUID()
  await query(
    `INSERT INTO agent_counts VALUES ('i', '${subject}', 'looks', '', ${time(day)}, 1, '')`,
  )
  return subject
}
const factSeen = async (at: Date) => {
  const subject = randomUUID()
  await query(
    `INSERT INTO identity_facts VALUES ('i', '${subject}', 'user-id', 'AB', 'ab', null, ${time(on(500))}, ${time(at)}, ${time(at)}, '')`,
  )
  return subject
}
const ticketUsed = async (at: Date) => {
  const hash = randomUUID()
  await query(`INSERT INTO ticket_uses VALUES ('${hash}', '["AB"]', ${time(at)})`)
  return hash
}
const numberUsed = async (at: Date) => {
  const subject = randomUUID()
  await query(`INSERT INTO used_call_numbers VALUES ('i', '${subject}', 1, ${time(at)})`)
  return subject
}
const TEN_MINUTES = 600_000
const HOUR = 3600_000
const expiring = async (expiresAt: Date) => {
  const id = randomUUID()
  await query(
    `INSERT INTO client_states (id, user_id, kind, made_by, issuer, subject, key_id, wrapped_key, sealed_state, stored_at, expires_at, seal)
     VALUES ('${id}', '${newUserId()}', 'temporary', 'app', 'i', 's', 'x', '', '', ${time(on(500))}, ${time(expiresAt)}, '')`,
  )
  return id
}
/** So many of the same. */
const several = (count: number, make: () => Promise<string>) =>
  Promise.all(Array.from({ length: count }, make))

/**
 * Rows of each table that a rule deletes from: some whose time is over at `AT`, and some that are to be kept. A rule
 * without rows here doesn't compile. Months of the audit log are the matter of audit-retention.spec.ts.
 */
const ROWS: Record<
  Exclude<keyof typeof RETENTION_RULES, 'audit_entries'>,
  { key: string; over: () => Promise<string[]>; kept: () => Promise<string[]> }
> = {
  activations: {
    key: 'number',
    over: () => several(120, () => activation(before(30))),
    kept: () => Promise.all([activation(null), activation(on(30)), activation(before(90), AT)]),
  },
  agent_counts: {
    key: 'subject',
    over: () => Promise.all([counted(before(2)), counted(before(9))]),
    kept: () => Promise.all([counted(on(2)), counted(AT)]),
  },
  approvals: {
    key: 'number',
    over: () => Promise.all([asked(before(1)), asked(before(9), 'approved')]),
    kept: () => Promise.all([asked(on(1)), asked(AT, 'declined')]),
  },
  client_states: {
    key: 'id',
    over: () => Promise.all([expiring(AT), expiring(before(9))]),
    kept: () => Promise.all([expiring(new Date(AT.getTime() + 1)), expiring(on(-1))]),
  },
  identity_facts: {
    key: 'subject',
    over: () => Promise.all([factSeen(before(400)), factSeen(before(900))]),
    kept: () => Promise.all([factSeen(on(400)), factSeen(AT)]),
  },
  known_lists: {
    key: 'user_id',
    over: () => Promise.all([listRead(before(400)), listRead(before(900))]),
    kept: () => Promise.all([listRead(on(400)), listRead(AT)]),
  },
  logout_tokens: {
    key: 'id_hash',
    over: () => Promise.all([taken(before(0)), taken(before(9))]),
    kept: () => Promise.all([taken(AT), taken(on(-1))]),
  },
  people: {
    key: 'subject',
    over: () => Promise.all([seen(before(400)), seen(before(900))]),
    kept: () => Promise.all([seen(on(400)), seen(AT)]),
  },
  preparations: {
    key: 'number',
    over: () => Promise.all([prepared(before(0)), prepared(before(9))]),
    kept: () => Promise.all([prepared(AT), prepared(on(-1))]),
  },
  sessions: {
    key: 'id_hash',
    over: async () => [
      ...(await several(120, () => signedIn(before(30)))),
      await signedIn(before(30), before(90)),
    ],
    kept: () => Promise.all([signedIn(on(30)), signedIn(on(-1)), signedIn(AT, on(40))]),
  },
  support_views: {
    key: 'user_id',
    over: () => Promise.all([viewed(new Date(AT.getTime() - TEN_MINUTES - 1))]),
    kept: () => Promise.all([viewed(new Date(AT.getTime() - TEN_MINUTES)), viewed(AT)]),
  },
  ticket_uses: {
    key: 'ticket_hash',
    over: () => Promise.all([ticketUsed(before(31)), ticketUsed(before(90))]),
    kept: () => Promise.all([ticketUsed(on(31)), ticketUsed(AT)]),
  },
  uploads: {
    key: 'key_hash',
    over: () => Promise.all([upload(before(1)), upload(before(20))]),
    kept: () => Promise.all([upload(on(1)), upload(AT)]),
  },
  used_call_numbers: {
    key: 'subject',
    over: () => Promise.all([numberUsed(new Date(AT.getTime() - HOUR - 1))]),
    kept: () => Promise.all([numberUsed(new Date(AT.getTime() - HOUR)), numberUsed(AT)]),
  },
}
const RULES = Object.entries<RetentionRule>(RETENTION_RULES)

/** Which of them are left. */
const left = async (table: string, column: string, all: string[]) => {
  const names = all.map((name) => `'${name}'`).join()
  const rows = await query(`SELECT ${column} AS name FROM ${table} WHERE ${column} IN (${names})`)
  return rows.map(({ name }) => String(name)).toSorted()
}

test('what is to be kept stays: what hasn’t ended, is still followed, or whose time isn’t over @G5', async () => {
  const made: [table: string, key: string, kept: string[]][] = []
  for (const [table, { key, kept }] of Object.entries(ROWS)) made.push([table, key, await kept()])
  for (const [, { purge }] of RULES) await purge(AT)
  for (const [table, key, kept] of made)
    expect(await left(table, key, kept), table).toEqual(kept.toSorted())
})

test('what is older goes, in batches, and once however many do it @G5', async () => {
  for (const [table, { purge }] of RULES) {
    if (!(table in ROWS)) continue
    const { key, over } = ROWS[table as keyof typeof ROWS]
    const old = await over()
    const counts = await Promise.all([purge(AT), purge(AT), purge(AT)])
    expect(await left(table, key, old), table).toEqual([])
    expect(
      counts.reduce((sum, count) => sum + count, 0),
      table,
    ).toBe(old.length)
  }
})

test('a portal that starts keeps house by its clock @G5', async () => {
  const old = await upload(before(1))
  const fresh = await upload(AT)
  startMaintenance(retentionJobs, () => AT)
  await expect.poll(() => left('uploads', 'key_hash', [old, fresh])).toEqual([fresh])
})
