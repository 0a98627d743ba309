import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { erasePerson } from '@/lib/privacy/erase-person'
import { findEntries } from '@/lib/audit/reading/read-entries'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { exportAuditLog } from '@/lib/audit/export/export-audit-log'
import { readAuditLog } from '@/lib/audit/reading/read-audit-log'
import { startVerification, verificationState } from '@/lib/audit/integrity/verification-runs'
import { database } from '@/lib/database/connection'
import type { Actor, Role } from '@/lib/auth/authorization/actor'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { identified } from '../builders/identified'
import { readCsv } from '../builders/csv'
import { newUserId } from '../builders/rows'
import { newAgent } from './support/agents'
import { query } from './support/database'
import { expect } from './support/test'
import { about, auditTest as test } from './support/audit-log'

const renamed = { type: 'device-renamed', version: 1, detail: { named: true } } as const
const newest = { filter: {}, before: null }
const refused = { ok: false, error: { code: 'not-allowed' } }

/** The types of what one actor has done, newest first. */
async function done({ issuer, subject }: Actor): Promise<string[]> {
  const { entries } = await findEntries({ actor: { issuer, subject } }, null, 50)
  return entries.map(({ type, actor }) => `${actor.role} ${type}`)
}

async function verified(actor: Actor) {
  const begun = await startVerification(actor, now)
  if (!begun.ok) throw new Error(begun.error.code)
  await begun.value.ended
  return lastState(actor)
}

async function lastState(actor: Actor, at = now()) {
  const state = await verificationState(actor, at)
  if (!state.ok) throw new Error(state.error.code)
  return state.value.verifications
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const part of parts) text += part
  return text
}

/** Changes rows as somebody who owns the database and its triggers can. */
async function tamper(statement: string): Promise<void> {
  await database().transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql.raw(statement))
  })
}

for (const roles of [[], ['support']] as Role[][])
  test(`with ${roles.join() || 'no'} role nobody reads, exports or verifies, and that they tried is all that is written @C1 @I1`, async () => {
    const who = await newAgent(roles)
    expect(await readAuditLog(who, newest, 10, now())).toEqual(refused)
    expect(await exportAuditLog(who, {}, 'csv', now())).toEqual(refused)
    expect(await startVerification(who, now)).toEqual(refused)
    expect(await verificationState(who, now())).toEqual(refused)
    expect(await done(who)).toEqual(Array(4).fill('person access-refused'))
    expect(await query(`SELECT FROM audit_verifications WHERE status = 'running'`)).toEqual([])
  })

test('a role that was taken away reads nothing more from the next request on @B2', async () => {
  const uma = { issuer: 'https://issuer.example', subject: randomUUID(), displayName: 'Uma' }
  const id = await createSession(identified({ ...uma, roles: ['auditor'] }), 'token', now())
  const request = async () => {
    const signIn = await findSession(id, now())
    if (!signIn) throw new Error('not signed in')
    return readAuditLog(actorOfSession(signIn), newest, 10, now())
  }
  expect(await request()).toMatchObject({ ok: true })
  await withdrawRoles(uma.issuer, uma.subject, now())
  expect(await request()).toEqual(refused)
})

test('reading is written once in ten minutes, each export and each verification every time @I1', async () => {
  const [uma, vic] = [await newAgent(['auditor']), await newAgent(['auditor'])]
  const start = now()
  const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
  for (const minutes of [0, 1, 9]) await readAuditLog(uma, newest, 10, later(minutes))
  expect(await done(uma)).toEqual(['auditor trail-read'])
  await readAuditLog(vic, newest, 10, later(1))
  expect(await done(vic)).toEqual(['auditor trail-read'])
  await readAuditLog(uma, newest, 10, later(11))
  expect(await done(uma)).toEqual(['auditor trail-read', 'auditor trail-read'])
  const filter = { userId: newUserId(), types: ['signed-in'], from: start }
  for (const format of ['csv', 'jsonl'] as const) await exportAuditLog(uma, filter, format, now())
  await verified(uma)
  expect((await done(uma)).slice(0, 3)).toEqual([
    'auditor trail-verified',
    'auditor trail-exported',
    'auditor trail-exported',
  ])
  const { issuer, subject } = uma
  const types = ['trail-exported']
  const { entries } = await findEntries({ actor: { issuer, subject }, types }, null, 1)
  expect(entries[0]?.detail).toEqual({
    format: 'jsonl',
    filter: {
      ...{ actor: null, deviceId: null, outcome: null, to: null },
      ...{ userId: filter.userId, types: ['signed-in'], from: start.toISOString() },
    },
  })
})

test('what somebody did is found by the trail’s name for them, also once they are erased', async () => {
  const [uma, userId] = [await newAgent(['auditor']), newUserId()]
  const ada = { issuer: 'https://issuer.example', subject: randomUUID(), displayName: 'Ada' }
  await recordEvent(renamed, about(userId, { actor: ada }))
  await recordEvent(renamed, about(userId))
  const read = async (filter: { userId?: string; actorName?: string }) => {
    const page = await readAuditLog(uma, { filter, before: null }, 10, now())
    if (!page.ok) throw new Error(page.error.code)
    return page.value.entries
  }
  const [, first] = await read({ userId })
  expect(first?.actor.person?.displayName).toBe('Ada')
  const filter = { userId, actorName: first?.actor.name ?? '' }
  expect(await read(filter)).toHaveLength(1)
  await erasePerson(ada, { ...about(undefined), actor: uma })
  const [erased, ...others] = await read(filter)
  expect(others).toEqual([])
  expect(erased?.actor.person).toBeNull()
  expect(await read({ actorName: randomUUID() })).toEqual([])
})

test('names and tickets come out of an export as text, in both formats @D10', async () => {
  const [uma, userId] = [await newAgent(['auditor']), newUserId()]
  const name = `=cmd|' /C calc'!A0\r\n203.0.113.9 <script>alert(1)</script>`
  const ticket = '@SUM(1)\r\nX-Forwarded-For: 203.0.113.9'
  const actor = { issuer: 'x', subject: randomUUID(), displayName: name } as const
  const onCall = { reason: 'lost', ticket, callerCheck: 'agents-word', approval: null } as const
  await recordEvent(
    { type: 'removal-by-support', version: 1, detail: onCall },
    about(userId, { actor: { ...actor, role: 'support' } }),
  )
  const read = async (format: 'csv' | 'jsonl') => {
    const parts = await exportAuditLog(uma, { userId }, format, now())
    return parts.ok ? textOf(parts.value) : parts.error.code
  }
  const [head = [], row = [], ...more] = readCsv(await read('csv'))
  expect(more).toEqual([])
  expect(row[head.indexOf('displayName')]).toBe(`'${name}`)
  expect(JSON.parse(row[head.indexOf('detail')] ?? '')).toMatchObject({ ticket })
  const lines = (await read('jsonl')).trimEnd().split('\n')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ displayName: name, detail: { ticket } })
})

test('before the first verification there is none; then the last one says who, when, how long and how many', async () => {
  await query('DELETE FROM audit_verifications')
  const uma = await newAgent(['auditor'])
  expect(await lastState(uma)).toEqual([])
  await readAuditLog(uma, newest, 1, now())
  const { head } = await verifyAuditLog()
  const [last, ...others] = await verified(uma)
  expect(others).toEqual([])
  expect(last).toMatchObject({
    status: 'done',
    entries: head.entries,
    dropped: 0,
    findings: [],
  })
  await recordEvent(renamed, about(newUserId(), { actor: { ...uma, displayName: 'Uma' } }))
  expect((await lastState(uma))[0]).toMatchObject({ by: { name: 'Uma' } })
  const { issuer, subject } = uma
  await erasePerson({ issuer, subject }, { ...about(undefined), actor: await newAgent() })
  expect((await lastState(uma))[0]).toMatchObject({ status: 'done', by: null })
})

test('what was tampered with is found and located, and stands in the trail as a failure @I3', async () => {
  const uma = await newAgent(['auditor'])
  for (let count = 0; count < 3; count++) await recordEvent(renamed, about(newUserId()))
  const { head } = await verifyAuditLog()
  const entry = head.entries - 1
  const set = (role: string) =>
    tamper(`UPDATE audit_entries SET actor_role = '${role}' WHERE id = ${entry}`)
  await set('support')
  const [broken] = await verified(uma)
  await set('person')
  expect(broken).toMatchObject({ status: 'done', findings: [{ what: 'altered', entry }] })
  const { issuer, subject } = uma
  const filter = { actor: { issuer, subject }, outcome: 'failed' } as const
  expect((await findEntries(filter, null, 5)).entries).toMatchObject([
    { type: 'trail-verified', detail: { entries: head.entries, findings: 1 } },
  ])
  expect((await verified(uma))[0]).toMatchObject({ findings: [] })
})

test('one runs at a time, and one that nobody runs any more makes way', async () => {
  const uma = await newAgent(['auditor'])
  await query('DELETE FROM audit_verifications')
  await query(
    `INSERT INTO audit_verifications (number, status, started_at, seen_at) VALUES ('elsewhere', 'running', now(), now())`,
  )
  expect(await verified(uma)).toMatchObject([{ status: 'running' }])
  expect(await query('SELECT FROM audit_verifications')).toHaveLength(1)
  const later = new Date(now().getTime() + 61_000)
  expect(await lastState(uma, later)).toMatchObject([{ status: 'interrupted' }])
  await query(`UPDATE audit_verifications SET seen_at = now() - interval '61 seconds'`)
  expect(await verified(uma)).toMatchObject([{ status: 'done' }])
  expect(await query(`SELECT FROM audit_verifications WHERE status = 'interrupted'`)).toHaveLength(
    1,
  )
})
