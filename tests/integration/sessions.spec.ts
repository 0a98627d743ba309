import { randomBytes } from 'node:crypto'
import { revokeOtherSessions } from '@/lib/auth/sessions/own-sessions'
import type { SignedInPerson } from '@/lib/auth/sessions/signed-in-person'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { createSession, findSession, peekSession } from '@/lib/auth/sessions/session-store'
import { logoutHint } from '@/lib/auth/oidc/logout-hint'
import { env } from '@/lib/platform/env'
import { identified } from '../builders/identified'
import { query } from './support/database'
import { endSession } from './support/sessions'
import { databaseTest as test, expect, somebody } from './support/test'

const start = new Date('2026-01-01T12:00:00.000Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)

function person(changes: Partial<SignedInPerson> = {}): SignedInPerson {
  const { issuer, subject } = somebody().actor
  return identified({
    issuer,
    subject,
    displayName: 'Ada Okafor',
    roles: ['support'],
    claimedUserId: 'AB12',
    externalUserId: 'ada',
    acr: 'urn:example:mfa',
    ...changes,
  })
}

/** Shaped like an ID token, with a payload that can be searched for in any encoding. */
function idToken(): { token: string; canaries: string[] } {
  const canary = `canary-${randomBytes(12).toString('hex')}`
  const parts = [{ alg: 'ES256' }, { sub: canary }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  const token = [...parts, randomBytes(64).toString('base64url')].join('.')
  return { token, canaries: [canary, ...token.split('.'), Buffer.from(canary).toString('hex')] }
}

test('an id that was never given, or differs in a character, finds nobody @B1', async () => {
  const id = await createSession(person(), 'token', start)
  const wrong = [
    '',
    id.slice(1),
    `${id}A`,
    id.toLowerCase() === id ? id.toUpperCase() : id.toLowerCase(),
    `${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}`,
    randomBytes(32).toString('base64url'),
    `' OR '1'='1`,
    '%',
  ]
  for (const one of wrong) expect(await findSession(one, start), one).toBeNull()
})

test('what stands in the database opens nothing @B1', async () => {
  const id = await createSession(person(), 'token', start)
  const found = await findSession(id, start)
  expect(await findSession(found?.idHash ?? '', start)).toBeNull()
})

test('an open sign-in is found with who it is, and nothing but the raw id finds it @B1', async () => {
  const ada = person()
  const id = await createSession(ada, 'token', start)
  const found = await findSession(id, start)
  if (!found) throw new Error('not found')
  const { addresses: _, nonce: __, ...kept } = ada
  expect(found).toMatchObject({ ...kept, endedAt: null, createdAt: start })
  expect(actorOfSession(found)).toEqual({
    issuer: ada.issuer,
    subject: ada.subject,
    displayName: 'Ada Okafor',
    roles: ['support'],
    sessionHash: found.idHash,
  })
})

test('it ends after the idle time, to the second @B3', async () => {
  const idle = env().SESSION_IDLE_SECONDS
  const [late, early] = [
    await createSession(person({ roles: [] }), 'token', start),
    await createSession(person({ roles: [] }), 'token', start),
  ]
  expect(await findSession(late, after(idle))).toBeNull()
  expect(await findSession(early, after(idle - 1))).not.toBeNull()
  // Being seen starts the idle time anew.
  expect(await findSession(early, after(2 * idle - 2))).not.toBeNull()
  expect(await findSession(late, after(idle - 1)), 'only by looking').not.toBeNull()
})

test('it never ends while it is used, however short the time between', async () => {
  const idle = env().SESSION_IDLE_SECONDS
  const id = await createSession(person({ roles: [] }), 'token', start)
  // Each visit alone is too soon after the last one to be worth a write.
  for (let seconds = 0; seconds < 1.5 * idle; seconds += 20)
    expect(await findSession(id, after(seconds)), `after ${seconds} s`).not.toBeNull()
})

test('being watched is not being used: the idle limit ends it all the same @B3', async () => {
  const idle = env().SESSION_IDLE_SECONDS
  const id = await createSession(person({ roles: [] }), 'token', start)
  for (let seconds = 0; seconds < idle; seconds += 10)
    expect(await peekSession(id, after(seconds)), `after ${seconds} s`).not.toBeNull()
  expect(await peekSession(id, after(idle))).toBeNull()
  expect(await findSession(id, after(idle))).toBeNull()
})

test('it ends at the absolute limit, to the second, however busy it is @B3', async () => {
  const [idle, limit] = [env().SESSION_IDLE_SECONDS, env().SESSION_MAX_SECONDS]
  const id = await createSession(person({ roles: [] }), 'token', start)
  for (let seconds = 0; seconds < limit; seconds += idle - 60)
    expect(await findSession(id, after(seconds)), `after ${seconds} s`).not.toBeNull()
  expect(await findSession(id, after(limit - 1))).not.toBeNull()
  expect(await findSession(id, after(limit))).toBeNull()
})

test('ended is ended: at once, for good, and for this sign-in only @B2', async () => {
  const ada = person()
  const [id, other] = [await createSession(ada, 'a', start), await createSession(ada, 'b', start)]
  const found = await findSession(id, start)
  await endSession(found?.idHash ?? '', after(1))
  expect(await findSession(id, after(1))).toBeNull()
  expect(await findSession(other, after(1))).not.toBeNull()
  // Ending it again does not move the moment it ended.
  await endSession(found?.idHash ?? '', after(500))
  const rows = await query(`SELECT ended_at FROM sessions WHERE id_hash = '${found?.idHash}'`)
  expect(new Date(String(rows[0]?.['ended_at']))).toEqual(after(1))
})

test('ending the others spares this one, strangers and namesakes at other providers @B4 @A5', async () => {
  const ada = person()
  const mine = await createSession(ada, 'token', start)
  const others = [await createSession(ada, 'x', start), await createSession(ada, 'y', start)]
  const strangers = [
    await createSession(person(), 'token', start),
    await createSession({ ...ada, issuer: 'https://other.example' }, 'token', start),
  ]
  const found = await findSession(mine, start)
  if (!found) throw new Error('not found')
  const actor = actorOfSession(found)
  expect(await revokeOtherSessions({ actor, at: after(1) })).toEqual({ ok: true, value: 2 })
  expect(await revokeOtherSessions({ actor, at: after(2) })).toEqual({ ok: true, value: 0 })
  for (const id of others) expect(await findSession(id, after(2))).toBeNull()
  for (const id of [mine, ...strangers]) expect(await findSession(id, after(2))).not.toBeNull()
  const [entry] = await query(
    `SELECT detail FROM audit_entries WHERE actor =
       (SELECT actor FROM audit_actors WHERE subject = '${ada.subject}')`,
  )
  expect(entry).toEqual({ detail: {} })
})

test('the ID token comes back only after the end, for ten minutes, and to nobody else @A7', async () => {
  const { token } = idToken()
  const id = await createSession(person(), token, start)
  expect(await logoutHint(id, start), 'while it stands').toBeNull()
  const found = await findSession(id, start)
  await endSession(found?.idHash ?? '', after(10))
  expect(await logoutHint(id, after(10))).toEqual({ id_token_hint: token })
  expect(await logoutHint(id, after(610))).toEqual({ id_token_hint: token })
  expect(await logoutHint(id, after(610.001))).toBeNull()
  expect(await logoutHint(found?.idHash ?? '', after(10))).toBeNull()
  expect(await logoutHint(`${id}x`, after(10))).toBeNull()
})

test('an ID token that is too long for an address stays here: the provider is told the subject', async () => {
  const ada = person()
  for (const [length, hint] of [
    [2_000, { id_token_hint: 'x'.repeat(2_000) }],
    [2_001, { logout_hint: ada.subject }],
  ] as const) {
    const id = await createSession(ada, 'x'.repeat(length), start)
    const found = await findSession(id, start)
    await endSession(found?.idHash ?? '', after(10))
    expect(await logoutHint(id, after(10))).toEqual(hint)
  }
})

test('the database holds no id of a cookie and no readable ID token @A7 @B1', async () => {
  const { token, canaries } = idToken()
  const id = await createSession(person(), token, start)
  const tables = await query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`,
  )
  expect(tables.length).toBeGreaterThanOrEqual(4)
  const stored: string[] = []
  for (const { table_name } of tables)
    stored.push(JSON.stringify(await query(`SELECT * FROM "${String(table_name)}"`)))
  const text = stored.join('\n')
  // What is searched for could be found: the sign-in is there.
  expect(text).toContain('Ada Okafor')
  const header = canaries[1]
  for (const secret of [id, Buffer.from(id).toString('hex'), ...canaries]) {
    expect(text, secret === header ? 'the header' : 'a canary').not.toContain(secret)
    expect(text).not.toContain(
      Buffer.from(secret)
        .toString('base64')
        .replace(/.{0,4}$/, ''),
    )
  }
})
