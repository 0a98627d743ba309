import { randomUUID } from 'node:crypto'
import {
  callNumberOf,
  callNumberStep,
  presentCallNumber,
} from '@/lib/auth/authorization/call-number'
import { now } from '@/lib/platform/clock'
import { MOST_WRONG_NUMBERS } from '@/lib/support/lookup/agent-limits'
import { checkCaller } from '@/lib/support/lookup/check-caller'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { entriesAbout, newAgent, seen } from './support/agents'
import { ask, decide, read, withLastPhone } from './support/approvals'
import { query } from './support/database'
import { AT_ONCE, deletions } from './support/removals'
import { databaseTest as test, expect, somebody } from './support/test'
import { twoPhones } from './support/two-phones'

/** A check of a number for a new person by an agent, at a time. */
async function newCheck() {
  const [agent, person] = [await newAgent(), somebody()]
  const { issuer, subject } = person.actor
  const account = { issuer, subject }
  const check = (callNumber: string, at: Date, who = agent) =>
    checkCaller({ agent: who, owner: account, userId: person.userId, callNumber, at })
  return { agent, account, check }
}

const STEP = 30_000
const wrong = { ok: false, error: { code: 'wrong-number' } }
const matched = { ok: true, value: 'number-matched' }

test('a number counts in its step and the next one, once, and never for anybody else @C5', async () => {
  const at = new Date(callNumberStep(now()) * STEP)
  const later = (ms: number) => new Date(at.getTime() + ms)
  for (const [ms, expected] of [
    [0, matched],
    [STEP - 1, matched],
    [2 * STEP - 1, matched],
    [2 * STEP, wrong],
    [-1, wrong],
  ] as const) {
    const { account, check } = await newCheck()
    const { number } = presentCallNumber(account, at)
    expect(await check(number, later(ms)), `${ms} ms`).toEqual(expected)
  }
  const [one, other] = [await newCheck(), await newCheck()]
  const { number } = presentCallNumber(one.account, at)
  expect(await other.check(number, at)).toEqual(wrong)
  const all = await Promise.all(Array.from({ length: 4 }, () => one.check(number, at)))
  expect(all.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await one.check(number, at, await newAgent()), 'not for a second agent').toEqual(wrong)
})

test('after five wrong numbers for a person no number counts that day, also the right one, and auditors are alarmed @C5 @D12', async () => {
  const { agent, account, check } = await newCheck()
  const at = now()
  const { number } = presentCallNumber(account, at)
  const other = number === '000000' ? '000001' : '000000'
  const tries = await Promise.all(Array.from({ length: 30 }, () => check(other, at)))
  const codes = tries.map((one) => (one.ok ? 'ok' : one.error.code))
  expect(codes.filter((code) => code === 'wrong-number')).toHaveLength(MOST_WRONG_NUMBERS)
  expect(codes.filter((code) => code === 'number-limit')).toHaveLength(30 - MOST_WRONG_NUMBERS)
  expect(await check(number, at)).toEqual({ ok: false, error: { code: 'number-limit' } })
  const alarms = await query(
    `SELECT detail ->> 'what' AS what FROM audit_entries JOIN audit_actors USING (actor)
       WHERE type = 'agent-alarm' AND subject = '${agent.subject}'`,
  )
  expect(alarms).toContainEqual({ what: 'wrong-numbers' })
  // Another agent may still ask.
  expect(await check(number, at, await newAgent())).toEqual(matched)
})

test('the record says whether the number matched or the agent gave their word; with a wrong number nothing is done @C5', async () => {
  const agent = await newAgent()
  const person = await twoPhones()
  await seen(person)
  const { userId, request } = person
  const asked = { agent, userId, ...request, timing: AT_ONCE }
  const { number } = presentCallNumber(person.actor, now())
  const other = number === '000000' ? '000001' : '000000'
  expect(await removeForPerson({ ...asked, callNumber: other })).toEqual(wrong)
  expect(await deletions(person)).toEqual([])
  expect((await removeForPerson({ ...asked, callNumber: number })).ok).toBe(true)
  expect((await removeForPerson({ ...asked, deviceId: person.otherId })).ok).toBe(false)
  const checks = async () =>
    (await entriesAbout(userId)).flatMap(({ type, detail }) =>
      type === 'removal-by-support' ? [detail['callerCheck']] : [],
    )
  expect(await checks()).toEqual(['number-matched'])
  const next = await twoPhones()
  expect(
    (await removeForPerson({ agent, userId: next.userId, ...next.request, timing: AT_ONCE })).ok,
  ).toBe(true)
  const entries = await entriesAbout(next.userId)
  expect(entries.find(({ type }) => type === 'removal-by-support')?.detail).toMatchObject({
    callerCheck: 'agents-word',
  })
})

test('the number of somebody who had the identity before verifies nobody: nothing is done, and no record says that it matched @C5', async () => {
  const agent = await newAgent()
  const person = await twoPhones()
  const { userId, request } = person
  const former = { ...person, actor: { ...person.actor, subject: `former-${randomUUID()}` } }
  await seen(former, {}, new Date(Date.now() - 3600_000))
  await seen(person)
  const asked = { agent, userId, ...request, timing: AT_ONCE }
  const { number } = presentCallNumber(former.actor, now())
  expect(await removeForPerson({ ...asked, callNumber: number })).toEqual(wrong)
  expect(await deletions(person)).toEqual([])
  const types = (await entriesAbout(userId)).map(({ type }) => type)
  expect(types).not.toContain('removal-by-support')
})

test('the second agent sees by which account a removal was asked for and how the caller was verified @C5', async () => {
  const [agent, second] = [await newAgent(), await newAgent()]
  const person = await withLastPhone()
  const callNumber = callNumberOf(person.actor, callNumberStep(now()))
  const number = await ask(agent, person, { callNumber })
  if (!number.ok) throw new Error(number.error.code)
  expect(await read(second, number.value)).toMatchObject({
    requestedBy: 'Sam Desk',
    requesterAccount: agent.subject,
    callerCheck: 'number-matched',
    deciderAccount: null,
  })
  expect((await decide(second, number.value)).ok).toBe(true)
  expect(await read(agent, number.value)).toMatchObject({ deciderAccount: second.subject })
  const entries = await entriesAbout(person.userId)
  for (const type of ['approval-requested', 'removal-by-support'])
    expect(entries.find((entry) => entry.type === type)?.detail).toMatchObject({
      callerCheck: 'number-matched',
    })
})
