import { SEALED_TABLES } from '@/lib/database/deciding-columns'
import { randomUUID } from 'node:crypto'
import { erasePerson } from '@/lib/privacy/erase-person'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { createSession } from '@/lib/auth/sessions/session-store'
import { identified } from '../builders/identified'
import { newUserId } from '../builders/rows'
import { query } from './support/database'
import { databaseTest as test, expect } from './support/test'

const AT = new Date('2026-03-01T12:00:00Z')

type One = ReturnType<typeof newOne>
/** Somebody by names that nobody else has. */
const newOne = (userId = newUserId()) => ({
  issuer: 'https://issuer.example',
  subject: `person-${randomUUID()}`,
  displayName: `Name ${randomUUID()}`,
  address: `${randomUUID()}@mail.example`,
  userId,
})

const insert = (table: string, facts: Record<string, unknown>) => {
  // Nobody reads these rows: an erasure deletes them.
  const row = table in SEALED_TABLES ? { ...facts, seal: '' } : facts
  const value = (one: unknown) =>
    one === null ? 'NULL' : `'${typeof one === 'object' ? JSON.stringify(one) : String(one)}'`
  return query(
    `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.values(row).map(value).join()})`,
  )
}

/** Leaves something of a person in every table that can hold anything of one. */
async function leaveTraces({ issuer, subject, displayName, address, userId }: One) {
  const [who, at] = [{ issuer, subject }, AT.toISOString()]
  const number = () => randomUUID()
  await rememberPerson({ ...who, displayName, addresses: [address], userIds: [userId] }, AT)
  await createSession(identified({ ...who, displayName, claimedUserId: userId }), 'token', AT)
  await recordEvent(
    { type: 'device-renamed', version: 1, detail: { named: true } },
    {
      actor: { ...who, displayName },
      correlationId: number(),
      at: AT,
      userId,
    },
  )
  const attempt = (more: Record<string, unknown>) => {
    const hashes = { code_hash: number(), typed_code_hash: number(), operation_id: number() }
    const times = { created_at: at, expires_at: at }
    const rest = { purpose: 'bind', known_devices: [], version: 1, ...times, ...more }
    return insert('activations', { number: number(), ...who, user_id: userId, ...hashes, ...rest })
  }
  await attempt({ ending: 'listed', ended_at: at })
  await insert('uploads', { ...who, key_hash: 'k', body_hash: 'b', answer: {}, at })
  await insert('received_states', { user_id: userId, state_hash: number(), at })
  await insert('device_labels', {
    ...{ user_id: userId, device_id: number(), label: 'mine', labelled_at: at },
  })
  await insert('known_lists', { user_id: userId, read_at: at })
  await insert('known_devices', { user_id: userId, device_id: number() })
  await insert('nicknames', {
    user_id: userId,
    device_id: 'd',
    nickname: 'My phone',
    updated_at: at,
  })
  await insert('reported_devices', {
    user_id: userId,
    device_id: 'd',
    first_seen_at: at,
    last_seen_at: at,
  })
  await insert('client_states', {
    id: number(),
    user_id: userId,
    ...{ kind: 'backup', made_by: 'app', ...who, key_id: 'x', wrapped_key: '', sealed_state: '' },
    stored_at: at,
  })
  await insert('clean_ups', { number: number(), ...who, receipts: [], asked_at: at })
  await insert('notifications', {
    ...{ id: number(), address, content: {}, created_at: at, due_at: at, tries: 0 },
  })
  const asked = (more: Record<string, unknown>) =>
    insert('approvals', {
      ...{ number: number(), status: 'declined', requester_issuer: 'i', requester_subject: 's' },
      ...{ requester_name: 'n', requester_session: 'x', user_id: number(), device_id: 'd' },
      ...{
        device: {},
        reason: 'lost',
        ticket: 'T',
        caller_check: 'agents-word',
        removal_impact: {},
        created_at: at,
        expires_at: at,
      },
      ...more,
    })
  await asked({ requester_issuer: issuer, requester_subject: subject, requester_name: displayName })
  await asked({ decider_issuer: issuer, decider_subject: subject, decider_name: displayName })
  await asked({ user_id: userId, person_name: displayName })
  const prepared = { start: 'backup', created_at: at, expires_at: at }
  await insert('preparations', { number: number(), ...who, user_id: userId, ...prepared })
  await insert('agent_counts', { ...who, kind: 'looks', about: '', day: at, count: 1 })
  await insert('ticket_uses', { ticket_hash: number(), user_ids: [userId], used_at: at })
  await insert('used_call_numbers', { ...who, step: 1, used_at: at })
  await insert('support_views', { ...who, user_id: 'somebody', at })
  await insert('support_views', { issuer: 'i', subject: number(), user_id: userId, at })
  return { attempt }
}

/** In how many rows of each table something of a person stands. */
async function tracesOf({ subject, displayName, address, userId }: One) {
  const tables = await query(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
  )
  const found: Record<string, number> = {}
  for (const { name } of tables) {
    const marks = [subject, displayName, address, userId].map((mark) => `t::text LIKE '%${mark}%'`)
    const [row] = await query(
      `SELECT count(*)::int AS n FROM ${String(name)} t WHERE ${marks.join(' OR ')}`,
    )
    if (Number(row?.['n']) > 0) found[String(name)] = Number(row?.['n'])
  }
  return found
}

const context = () => ({
  actor: { issuer: 'portal', subject: 'erase', role: 'system' } as const,
  correlationId: randomUUID(),
  at: AT,
})

test('of a person who is erased nothing is left in any table but the entries of the trail, of others everything @G5', async () => {
  const [gone, stays] = [newOne(), newOne()]
  await leaveTraces(gone)
  await leaveTraces(stays)
  const before = await tracesOf(stays)
  expect(await tracesOf(gone)).toEqual(before)
  expect(Object.keys(before).toSorted()).toEqual([
    'activations',
    'agent_counts',
    'approvals',
    'audit_actors',
    'audit_entries',
    'clean_ups',
    'client_states',
    'device_labels',
    'identity_facts',
    'known_devices',
    'known_lists',
    'nicknames',
    'notifications',
    'people',
    'preparations',
    'received_states',
    'reported_devices',
    'sessions',
    'support_views',
    'ticket_uses',
    'uploads',
    'used_call_numbers',
  ])
  expect(await erasePerson(gone, context())).toBe(true)
  expect(await tracesOf(gone)).toEqual({ audit_entries: 1 })
  expect(await tracesOf(stays)).toEqual(before)
  expect(await erasePerson(gone, context()), 'nobody is left').toBe(false)
  expect((await verifyAuditLog()).findings).toEqual([])
})

test('what is kept for a Recognize user ID stays while another account has it', async () => {
  const gone = newOne()
  const other = newOne(gone.userId)
  await leaveTraces(gone)
  await rememberPerson({ ...other, addresses: [other.address], userIds: [other.userId] }, AT)
  await erasePerson(gone, context())
  expect(await tracesOf({ ...gone, userId: 'none' })).toEqual({ client_states: 1 })
  const left = await tracesOf(other)
  expect(left).toMatchObject({ nicknames: 1, reported_devices: 1, client_states: 1, people: 1 })
})

test('what isn’t over goes on: an attempt to add a phone that is followed stays', async () => {
  const gone = newOne()
  const { attempt } = await leaveTraces(gone)
  await attempt({})
  await attempt({ ending: 'undone', ended_at: AT.toISOString(), due_at: AT.toISOString() })
  await erasePerson(gone, context())
  expect(await tracesOf(gone)).toEqual({ activations: 2, audit_entries: 1 })
})
