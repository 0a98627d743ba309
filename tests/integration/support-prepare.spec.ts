import { authorize } from '@/lib/auth/authorization/authorize'
import { preparedFor } from '@/lib/activations/steps/prepared-activation'
import { latestActivation } from '@/lib/activations/tracking/read-activation'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import type { Agent } from '@/lib/auth/authorization/actor'
import { prepareActivation } from '@/lib/support/acting/prepare-activation'
import { phoneRow, onePhone } from '../builders/rows'
import { begin, withBackup } from './support/activations'
import { entriesAbout, newAgent, seen } from './support/agents'
import { query } from './support/database'
import { later } from './support/removals'
import { databaseTest as test, expect, type Somebody, makeSomebody } from './support/test'
import { starting } from './support/authorized'

const prepare = (agent: Agent, { userId }: Somebody, start: 'backup' | 'old-phone' = 'backup') =>
  prepareActivation({ agent, userId, start, ticket: 'INC-1', at: now(), deadline: readDeadline() })

const codeOf = async (...args: Parameters<typeof prepare>) => {
  const prepared = await prepare(...args)
  return prepared.ok ? null : prepared.error.code
}

test('nobody without the role prepares anything, and no agent for themselves @C1', async () => {
  const { person } = await withBackup()
  await seen(person)
  const former = await newAgent()
  await withdrawRoles(former.issuer, former.subject, now())
  const others = [
    await newAgent([]),
    await newAgent(['auditor']),
    await newAgent(['support'], person.actor),
    await newAgent(['support'], undefined, [person.userId]),
    former,
  ]
  for (const who of others) expect(await codeOf(who, person)).toBe('not-allowed')
  expect(
    await preparedFor({ authorized: starting(person.actor, person.subject), at: now() }),
  ).toBeNull()
})

test('for somebody who never signed in here, or who has nothing to begin with, nothing is prepared, and it is said why', async () => {
  const agent = await newAgent()
  const { person } = await withBackup()
  expect(await codeOf(agent, person)).toBe('person-unknown')
  const bare = await makeSomebody()
  await seen(bare)
  expect(await codeOf(agent, bare)).toBe('no-state')
  expect(await codeOf(agent, bare, 'old-phone')).toBe('no-phone')
  const full = await makeSomebody((userId) =>
    Array.from({ length: 49 }, () => phoneRow({ userId })),
  )
  await seen(full)
  expect(await codeOf(agent, full, 'old-phone')).toBe('no-place')
})

test('what is prepared is the person’s alone, holds no code, and makes none until they begin @C2 @C3', async () => {
  const agent = await newAgent()
  const { person, state } = await withBackup()
  await seen(person)
  const prepared = await prepare(agent, person)
  if (!prepared.ok) throw new Error(prepared.error.code)
  expect(Object.keys(prepared.value).toSorted()).toEqual([
    'expiresAt',
    'number',
    'preparedAt',
    'start',
  ])
  expect(await latestActivation({ authorized: starting(person.actor), at: now() })).toBeNull()
  const stored = JSON.stringify([
    prepared.value,
    await query(`SELECT * FROM preparations WHERE user_id = '${person.userId}'`),
    await entriesAbout(person.userId),
  ])
  for (const secret of [state.text, state.publicSigningKey, state.id])
    expect(stored).not.toContain(secret)
  expect(
    await preparedFor({ authorized: starting(person.actor, person.subject), at: now() }),
  ).toMatchObject({
    start: 'backup',
    identity: 0,
  })
  const stranger = await makeSomebody(onePhone)
  expect(
    await preparedFor({ authorized: starting(stranger.actor, stranger.subject), at: now() }),
  ).toBeNull()
  const asAgent = authorize(agent, 'activations:start:own', person.subject)
  expect(asAgent.ok, 'the agent').toBe(false)
  const lost = { ...person.subject, userIds: [stranger.userId] as const }
  expect(
    await preparedFor({ authorized: starting(person.actor, lost), at: now() }),
    'not theirs any more',
  ).toBeNull()
  expect(
    await preparedFor({
      authorized: starting(person.actor, person.subject),
      at: later(3601)(),
    }),
  ).toBeNull()
})

test('the person begins as ever; then it is used up', async () => {
  const agent = await newAgent()
  const { person } = await withBackup()
  await seen(person)
  await prepare(agent, person)
  await prepare(agent, person, 'old-phone')
  expect(
    await preparedFor({ authorized: starting(person.actor, person.subject), at: now() }),
  ).toMatchObject({ start: 'old-phone' })
  await begin(person)
  expect(
    await preparedFor({ authorized: starting(person.actor, person.subject), at: now() }),
  ).toBeNull()
  const types = (await entriesAbout(person.userId)).map(({ type }) => type)
  expect(types.slice(-3)).toEqual([
    'activation-prepared',
    'activation-prepared',
    'activation-started',
  ])
})
