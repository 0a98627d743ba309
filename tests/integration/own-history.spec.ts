import { randomUUID } from 'node:crypto'
import { appendEntries, type NewEntry } from '@/lib/audit/log/chain'
import { recordEvent } from '@/lib/audit/log/audit-log'
import {
  allOwnHistory,
  historySubject,
  ownHistory,
  type OwnEntry,
} from '@/lib/audit/reading/own-history'
import { historyFile } from '@/components/audit/history-file'
import { database } from '@/lib/database/connection'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { messagesOf } from '@/lib/i18n/catalogue'
import { translator } from '@/lib/i18n/translator'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { identified } from '../builders/identified'
import { newUserId } from '../builders/rows'
import { newAgent } from './support/agents'
import {
  databaseTest as test,
  expect,
  somebody,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'

const words = { t: translator('en', messagesOf('en')), formats: 'en-GB', timeZone: 'UTC' }
const signedIn = { type: 'signed-in', version: 1, detail: {} } as const
const device = {
  fingerprint: 'ABCD-2345',
  kind: 'phone',
  kindSource: 'stated',
  osVersion: 'iOS 17.4',
  addedAt: null,
} as const
const ticket = `=INC"4711'<script>`

const about = ({ userId }: Somebody, correlationId: string = randomUUID()) => ({
  correlationId,
  at: now(),
  userId,
  deviceId: 'd'.repeat(32),
})

async function historyOf({ actor, subject }: Somebody): Promise<readonly OwnEntry[]> {
  const page = await ownHistory(actor, subject, null, 50)
  if (page === null) throw new Error('no history')
  return page.entries
}

async function fileOf({ actor, subject }: Somebody, format: 'csv' | 'json'): Promise<string> {
  let text = ''
  for await (const part of historyFile(allOwnHistory(actor, subject), format, words)) text += part
  return text
}

test('nobody reads another’s history, whatever their role @C2', async () => {
  const person = somebody()
  await recordEvent(signedIn, { ...about(person), actor: person.actor })
  const strangers = [
    somebody().actor,
    await newAgent(['support', 'auditor']),
    { ...person.actor, issuer: 'https://other.example' },
  ]
  for (const stranger of strangers) {
    expect(await ownHistory(stranger, person.subject, null, 50)).toEqual({
      entries: [],
      next: null,
    })
    expect(await allOwnHistory(stranger, person.subject).next()).toMatchObject({ done: true })
  }
  expect(await historyOf(person)).toHaveLength(1)
  expect(await historyOf(somebody())).toEqual([])
})

test('what support did is there, with role and reason, and without who, whom or the ticket @C3', async () => {
  const [person, agent] = [somebody(), await newAgent()]
  const actor = { ...agent, role: 'support' } as const
  const context = { ...about(person, 'ABCD-EFGH-JKLM'), actor }
  const onCall = { reason: 'stolen', ticket, callerCheck: 'agents-word' } as const
  await recordEvent({ type: 'person-viewed', version: 1, detail: {} }, context)
  await recordEvent(
    { type: 'removal-by-support', version: 1, detail: { ...onCall, approval: null } },
    context,
  )
  await recordEvent(
    { type: 'removal-intended', version: 1, detail: { reason: 'stolen', device } },
    context,
  )
  await recordEvent(
    { type: 'removal-finished', version: 1, detail: { outcome: 'confirmed' } },
    { ...context, actor: person.actor },
  )
  const entries = await historyOf(person)
  expect(entries.map(({ type, by }) => [type, by])).toEqual([
    ['removal-finished', 'self'],
    ['removal-intended', 'support'],
    ['removal-by-support', 'support'],
    ['person-viewed', 'support'],
  ])
  for (const entry of entries)
    expect(entry).toMatchObject({
      ...{ device, fingerprint: 'ABCD-2345', reason: 'stolen', receipt: 'ABCD-EFGH-JKLM' },
    })
  for (const format of ['csv', 'json'] as const) {
    const text = await fileOf(person, format)
    expect(text).toContain('Support acted for you')
    for (const secret of ['4711', agent.subject, agent.displayName, person.userId, 'd'.repeat(32)])
      expect(text).not.toContain(secret)
  }
})

test('only a removal that was begun or waits has a receipt', async () => {
  const person = somebody()
  const number = 'WXYZ-2345-6789'
  const refused = { reason: 'sold', guard: 'last-phone', device } as const
  await recordEvent(
    { type: 'removal-refused', version: 1, detail: refused },
    { ...about(person, number), actor: person.actor },
  )
  expect(await historyOf(person)).toMatchObject([{ receipt: null, device }])
})

test('a code that fits nobody leaves as little as one that is somebody else’s', async () => {
  const [person, other] = [somebody(), somebody()]
  const refusal = (why: 'unknown' | 'foreign' | 'used') =>
    ({ type: 'activation-refused', version: 1, detail: { why, clientId: 'app' } }) as const
  const { correlationId, at } = about(person)
  await recordEvent(refusal('unknown'), { actor: person.actor, correlationId, at })
  await recordEvent(refusal('foreign'), { ...about(other), actor: person.actor })
  expect(await historyOf(person)).toEqual([])
  // Whose code it was sees that somebody tried it.
  expect(await historyOf(other)).toMatchObject([{ type: 'activation-refused', by: 'person' }])
  await recordEvent(refusal('used'), { ...about(person), actor: person.actor })
  expect(await historyOf(person)).toHaveLength(1)
})

test('all of a long history is in the file, once, with what this version doesn’t know', async () => {
  const person = somebody()
  const entry = (place: number): NewEntry => ({
    ...about(person, `n${place}`),
    actor: person.actor,
    role: 'person',
    ...(place === 700
      ? { type: 'not-invented-yet', outcome: 'done', version: 3, detail: { code: 'secret' } }
      : { ...signedIn, outcome: 'done' }),
  })
  const entries = Array.from({ length: 1_203 }, (_, place) => entry(place))
  for (let from = 0; from < entries.length; from += 401)
    await database().transaction((tx) => appendEntries(entries.slice(from, from + 401), tx))
  const lines = JSON.parse(await fileOf(person, 'json')) as { type: string; what: string }[]
  expect(lines).toHaveLength(1_203)
  expect(lines[1_202 - 700]).toMatchObject({
    type: 'not-invented-yet',
    what: 'Something happened that this version can’t describe',
  })
  expect(await fileOf(person, 'csv')).not.toContain('secret')
})

test('the history needs no answer of the service, and says what is missing without one', async () => {
  const person = await makeSomebody()
  const signIn = async (ids: { claimedUserId: string | null; externalUserId: string | null }) => {
    const { issuer, subject } = person.actor
    const id = await createSession(identified({ issuer, subject, ...ids }), 'token', now())
    const found = await findSession(id, now())
    if (!found) throw new Error('not signed in')
    return historySubject(found, now(), readDeadline())
  }
  const down = { on: 'list', kind: 'status', status: 500 } as const
  await recognize.setFault(person.userId, down)
  const known = await signIn({ claimedUserId: person.userId, externalUserId: null })
  expect(known).toEqual({ subject: person.subject, missing: null })
  const unknown = await signIn({ claimedUserId: null, externalUserId: null })
  expect(unknown).toMatchObject({ subject: { userIds: [] }, missing: { code: 'not-known' } })
  const external = `external-${newUserId()}`
  await recognize.setLookUpFault(external, { on: 'lookup', kind: 'status', status: 500 })
  const unsure = await signIn({ claimedUserId: null, externalUserId: external })
  expect(unsure).toMatchObject({ subject: { userIds: [] }, missing: { code: 'unavailable' } })
  await recognize.clearLookUpFaults(external)
})
