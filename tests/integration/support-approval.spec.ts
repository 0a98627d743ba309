import { rememberPerson } from '@/lib/auth/sessions/people'
import { now } from '@/lib/platform/clock'
import { listOpenApprovals } from '@/lib/support/approvals/read-approvals'
import { entriesAbout, newAgent } from './support/agents'
import { ask, asked, withLastPhone, decide, read } from './support/approvals'
import { deletions } from './support/removals'
import { databaseTest as test, expect } from './support/test'

test('nobody without the role asks, decides or reads, and not the person themselves @C1', async () => {
  const person = await withLastPhone()
  const number = await asked(await newAgent(), person)
  const others = [
    await newAgent([]),
    await newAgent(['auditor']),
    await newAgent(['support'], person.actor),
    await newAgent(['support'], undefined, [person.userId]),
  ]
  for (const who of others) {
    expect((await ask(who, person)).ok).toBe(false)
    for (const decision of ['approve', 'decline'] as const)
      expect(await decide(who, number, decision)).toEqual({
        ok: false,
        error: { code: 'not-found' },
      })
    expect(await read(who, number)).toBeNull()
    // Other people's requests are an agent's to see.
    const seen = await listOpenApprovals({ agent: who, at: now() })
    expect(seen.map((approval) => approval.number)).not.toContain(number)
  }
  expect(await deletions(person)).toEqual([])
})

test('nobody decides what they asked for, in whichever sign-in @C5', async () => {
  const person = await withLastPhone()
  const agent = await newAgent()
  const number = await asked(agent, person)
  for (const who of [agent, await newAgent(['support'], agent)])
    for (const decision of ['approve', 'decline'] as const)
      expect(await decide(who, number, decision)).toMatchObject({ error: { code: 'own' } })
  // Another account of the same human, who is known by a Recognize user ID of their own.
  const { issuer, subject, displayName } = agent
  await rememberPerson({ issuer, subject, displayName, addresses: [], userIds: ['AB12'] }, now())
  const twin = await newAgent(['support'], undefined, ['AB12'])
  expect(await decide(twin, number)).toMatchObject({ error: { code: 'own' } })
  // What the page and the list offer is what the decision allows.
  for (const who of [agent, twin]) {
    expect(await read(who, number)).toMatchObject({
      status: 'open',
      isOwn: true,
    })
    expect(await listOpenApprovals({ agent: who, at: now() })).toContainEqual(
      expect.objectContaining({ number, isOwn: true }),
    )
  }
  expect(await deletions(person)).toEqual([])
})

test('an approval removes in the name of who asked, with both agents in the trail; the requester sees it @C5', async () => {
  const person = await withLastPhone()
  const [agent, second] = [await newAgent(), await newAgent()]
  const number = await asked(agent, person)
  expect(await listOpenApprovals({ agent: second, at: now() })).toContainEqual(
    expect.objectContaining({ number, isOwn: false, guard: 'last-phone', reason: 'stolen' }),
  )
  const decided = await decide(second, number)
  if (!decided.ok || decided.value.status !== 'approved') throw new Error('not approved')
  const { receipt } = decided.value
  expect(await read(agent, number)).toMatchObject({
    status: 'approved',
    receipt,
    decidedBy: 'Sam Desk',
  })
  expect(await deletions(person)).toEqual([person.key])
  const entries = await entriesAbout(person.userId)
  expect(entries.map(({ type }) => type)[0]).toBe('person-viewed')
  const acts = entries.slice(1)
  expect(acts.map(({ type, correlation_id: id }) => [type, id])).toEqual([
    ['approval-requested', number],
    ['approval-decided', number],
    ['removal-by-support', receipt],
    ['removal-intended', receipt],
    ['removal-finished', receipt],
  ])
  expect(acts[2]?.detail).toMatchObject({ approval: number, ticket: 'INC-1' })
  expect(JSON.stringify(entries)).not.toContain(person.key)
})

test('two agents, and twenty, who approve at once remove once @C6', async () => {
  const person = await withLastPhone()
  const number = await asked(await newAgent(), person)
  const agents = await Promise.all(Array.from({ length: 20 }, () => newAgent()))
  const decisions = await Promise.all(
    agents.map((who, place) => decide(who, number, place % 5 === 4 ? 'decline' : 'approve')),
  )
  expect(decisions.filter(({ ok }) => ok)).toHaveLength(1)
  for (const one of decisions) if (!one.ok) expect(one.error.code).toBe('over')
  const won = decisions.find(({ ok }) => ok)
  const isApproved = won?.ok && won.value.status === 'approved'
  expect(await deletions(person)).toEqual(isApproved ? [person.key] : [])
  const entries = await entriesAbout(person.userId)
  expect(entries.filter(({ type }) => type === 'approval-decided')).toHaveLength(1)
})

test('declined, decided already, or a millisecond too late is over: nothing is removed @C5', async () => {
  const person = await withLastPhone()
  const [agent, second] = [await newAgent(), await newAgent()]
  const declined = await asked(agent, person)
  expect(await decide(second, declined, 'decline')).toEqual({
    ok: true,
    value: { status: 'declined' },
  })
  expect(await decide(second, declined)).toMatchObject({ error: { code: 'over' } })
  expect(await read(agent, declined)).toMatchObject({ status: 'declined' })
  const at = now()
  const late = await asked(agent, person, at)
  const end = new Date(at.getTime() + 600_000)
  expect(await decide(second, late, 'approve', () => end)).toMatchObject({
    error: { code: 'over' },
  })
  expect(await read(agent, late, end)).toMatchObject({ status: 'expired' })
  expect(await listOpenApprovals({ agent: second, at: end })).not.toContainEqual(
    expect.objectContaining({ number: late }),
  )
  expect(await deletions(person)).toEqual([])
  const again = await ask(agent, person, {}, end)
  expect(again.ok, 'asked for anew').toBe(true)
  const inTime = () => new Date(end.getTime() + 599_999)
  expect(again.ok && (await decide(second, again.value, 'approve', inTime))).toMatchObject({
    value: { status: 'approved' },
  })
})
