import { randomUUID } from 'node:crypto'
import { callNumberOf, callNumberStep } from '@/lib/auth/authorization/call-number'
import type { Agent } from '@/lib/auth/authorization/actor'
import { inTransaction } from '@/lib/database/transaction'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { isTicket } from '@/lib/support/acting/ticket'
import { dailyLimit, MOST_WRONG_NUMBERS, takeDaily } from '@/lib/support/lookup/agent-limits'
import { checkCaller } from '@/lib/support/lookup/check-caller'
import { findPeople } from '@/lib/support/lookup/find-people'
import { backupRow, newSigningKey, onePhone, phoneRow } from '../builders/rows'
import { entriesAbout, newAgent, seen } from './support/agents'
import { asked, read, withLastPhone } from './support/approvals'
import { query } from './support/database'
import { AT_ONCE, deletions } from './support/removals'
import { databaseTest as test, expect, makeSomebody, somebody } from './support/test'
import { listAs, TICKET, twoPhones } from './support/two-phones'

const looksAt = async (userId: string) =>
  (await entriesAbout(userId)).filter(({ type }) => type === 'person-viewed').length

/** Somebody with one phone, who had another Recognize user before, where a lost phone is still listed. */
async function movedOn() {
  const key = newSigningKey()
  const former = await makeSomebody(onePhone)
  const present = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: key }),
    backupRow({ userId }),
  ])
  const { actor } = former
  const at = (hours: number) => new Date(Date.now() - hours * 3600_000)
  const as = (userId: string) => ({ ...former, subject: { ...actor, userIds: [userId] as const } })
  await seen(as(former.userId), {}, at(2))
  await seen(as(present.userId), {}, at(1))
  return { former, present, deviceId: deviceIdOf(present.userId, key) }
}

test('by an identity that a person has no more, an agent neither sees nor removes their devices, and so not the last one alone @C2 @C5', async () => {
  const agent = await newAgent()
  const { former, present, deviceId } = await movedOn()
  const asking = { agent, deviceId, reason: 'lost', ticket: TICKET, timing: AT_ONCE } as const
  const guarded = { error: { code: 'guarded', guard: 'last-phone' } }
  expect(await removeForPerson({ ...asking, userId: present.userId })).toMatchObject(guarded)
  expect((await removeForPerson({ ...asking, userId: former.userId })).ok).toBe(false)
  expect(await deletions(present)).toEqual([])
  const list = await listAs(agent, { ...(await twoPhones()), ...former })
  if (!list.ok) throw new Error(list.error.code)
  expect(list.value.userIds).toEqual([former.userId])
  expect(list.value.list.devices.map(({ id }) => id)).not.toContain(deviceId)
})

test('an identity that has moved to somebody else is no more among those of its former holder: neither seen, nor counted as a way in @C2 @C5', async () => {
  const agent = await newAgent()
  const person = await withLastPhone()
  const moved = await makeSomebody(onePhone)
  const userIds = [person.userId, moved.userId] as const
  await seen(
    { ...person, subject: { ...person.actor, userIds } },
    {},
    new Date(Date.now() - 60_000),
  )
  await seen(moved)
  const { userId, request } = person
  const removed = await removeForPerson({ agent, userId, ...request, timing: AT_ONCE })
  expect(removed).toMatchObject({ error: { code: 'guarded', guard: 'last-phone' } })
  const list = await listAs(agent, { ...(await twoPhones()), ...person })
  expect(list.ok && list.value.userIds).toEqual([userId])
})

test('a removal that comes to nothing is a look, and the person’s history shows it @C5 @C9 @I1', async () => {
  const agent = await newAgent()
  const person = await withLastPhone()
  const { userId, request } = person
  const asking = { agent, userId, ...request, timing: AT_ONCE }
  expect(await removeForPerson(asking)).toMatchObject({ error: { code: 'guarded' } })
  expect(await looksAt(userId)).toBe(1)
})

test('with no look left of a day, nothing is learnt from a removal or a call number @C5 @C9 @D12', async () => {
  const agent = await newAgent()
  await useUp(agent, 'looks')
  const { userId, request } = await withLastPhone()
  const refused = { ok: false, error: { code: 'daily-limit' } }
  for (const callNumber of [null, '000000'])
    expect(
      await removeForPerson({ agent, userId, ...request, callNumber, timing: AT_ONCE }),
    ).toEqual(refused)
})

test('whoever reads a request has looked at its person, also without its page @C5 @C9 @I1', async () => {
  const [agent, second] = [await newAgent(), await newAgent()]
  const person = await withLastPhone()
  const number = await asked(agent, person)
  expect(await looksAt(person.userId)).toBe(1)
  expect(await read(second, number)).not.toBeNull()
  expect(await read(second, number)).not.toBeNull()
  expect(await looksAt(person.userId)).toBe(2)
})

async function useUp(agent: Agent, kind: 'looks' | 'found' | 'removals', left = 0) {
  const amount = dailyLimit(kind) - left
  const at = now()
  await inTransaction((within) => takeDaily({ agent, kind, at, within, amount }))
}

test('once an agent was shown as many people as in a day, no search says whether there is anybody @C5 @C9 @D12', async () => {
  const word = `Quill${randomUUID().slice(0, 8)}`
  for (const name of ['Moor', 'Vale']) await seen(somebody(), { displayName: `${word} ${name}` })
  const look = async (agent: Agent, text: string) => {
    const lookUp = { by: 'name', text } as const
    const result = await findPeople({ agent, lookUp, at: now(), deadline: readDeadline() })
    return result.ok ? result.value.length : result.error.code
  }
  const nobody = `Nobody${randomUUID()}`
  const agent = await newAgent()
  await useUp(agent, 'found')
  expect([await look(agent, word), await look(agent, nobody)]).toEqual([
    'daily-limit',
    'daily-limit',
  ])
  // Two are more than the one that is left: from then on nothing is answered.
  const other = await newAgent()
  await useUp(other, 'found', 1)
  expect(await look(other, nobody)).toBe(0)
  expect(await look(other, word)).toBe('daily-limit')
  expect(await look(other, nobody)).toBe('daily-limit')
})

test('what is counted and given back again and again alarms once @C5 @C9', async () => {
  const agent = await newAgent()
  await useUp(agent, 'removals', Math.floor(dailyLimit('removals') / 2) + 1)
  const { userId } = await makeSomebody(onePhone)
  const deviceId = 'a'.repeat(32)
  const asking = {
    agent,
    userId,
    deviceId,
    reason: 'lost',
    ticket: TICKET,
    timing: AT_ONCE,
  } as const
  for (const _ of [1, 2, 3]) expect((await removeForPerson(asking)).ok).toBe(false)
  const alarms = await query(
    `SELECT detail ->> 'what' AS what FROM audit_entries JOIN audit_actors USING (actor)
       WHERE type = 'agent-alarm' AND subject = '${agent.subject}'`,
  )
  expect(alarms).toEqual([{ what: 'removals' }])
})

test('five wrong numbers are all for one person, whichever of their identities is asked for @C5 @D12', async () => {
  const [agent, at] = [await newAgent(), now()]
  const one = somebody()
  const { issuer, subject } = one.actor
  const owner = { issuer, subject }
  const step = callNumberStep(at)
  const right = [callNumberOf(owner, step), callNumberOf(owner, step - 1)]
  const callNumber = ['000000', '000001', '000002'].find((text) => !right.includes(text)) ?? ''
  const tries = []
  for (const place of Array.from({ length: MOST_WRONG_NUMBERS + 1 }, (_, index) => index)) {
    const { userId } = place % 2 === 0 ? one : somebody()
    const checked = await checkCaller({ agent, owner, userId, callNumber, at })
    tries.push(checked.ok ? 'ok' : checked.error.code)
  }
  expect(tries.at(-1)).toBe('number-limit')
})

test('what an agent typed turns no text around on the auditor’s page @D9', async () => {
  const agent = await newAgent()
  for (const text of ['\u202Eabc', 'a\u2067bc', '\u200Fabc']) {
    const lookUp = { by: 'name', text } as const
    await findPeople({ agent, lookUp, at: now(), deadline: readDeadline() })
  }
  const rows = await query(
    `SELECT detail ->> 'typedHint' AS hint FROM audit_entries JOIN audit_actors USING (actor)
       WHERE type = 'person-looked-up' AND subject = '${agent.subject}'`,
  )
  expect(rows).toEqual([{ hint: 'ab…' }, { hint: 'ab…' }, { hint: 'ab…' }])
})

test('a ticket shows something, and more than signs', () => {
  for (const text of [
    '\u034F',
    'INC\uFE0F',
    '\u034F\uFE0F',
    '\u{E0100}',
    '-',
    '…',
    '. .',
    '\u0301',
  ])
    expect(isTicket(text), JSON.stringify(text)).toBe(false)
  for (const text of ['INC 1', '7', 'é', 'e\u0301-1']) expect(isTicket(text), text).toBe(true)
})
