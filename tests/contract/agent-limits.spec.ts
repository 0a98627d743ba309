import { randomUUID } from 'node:crypto'
import { connectDatabase, provideDatabase } from '@/lib/database/connection'
import { inTransaction } from '@/lib/database/transaction'
import type { Agent } from '@/lib/auth/authorization/actor'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { revokePersonSessions } from '@/lib/support/acting/revoke-person-sessions'
import { prepareActivation } from '@/lib/support/acting/prepare-activation'
import { listPersonDevices } from '@/lib/support/acting/person-devices'
import { dailyLimit, takeDaily, type DailyKind } from '@/lib/support/lookup/agent-limits'
import { findPeople } from '@/lib/support/lookup/find-people'
import { now } from '@/lib/platform/clock'
import { deadlineIn } from '@/lib/platform/deadline'
import { inLanes } from '../fixtures/in-lanes'
import { newUserId, onePhone } from '../builders/rows'
import { newAgent, seen } from '../integration/support/agents'
import { query } from '../integration/support/database'
import { AT_ONCE, deletions } from '../integration/support/removals'
import { twoPhones } from '../integration/support/two-phones'
import {
  databaseTest as test,
  disconnect,
  expect,
  makeSomebody,
  openPostgres,
  somebody,
} from '../integration/support/test'

const KINDS: DailyKind[] = [
  'looks',
  'found',
  'removals',
  'preparations',
  'ended-sessions',
  'wrong-numbers',
]

/** Uses up what an agent may do in a day, but for `left`. */
async function useUp(agent: Agent, kind: DailyKind, left = 0) {
  const amount = dailyLimit(kind) - left
  const taken = await inTransaction((within) =>
    takeDaily({ agent, kind, at: now(), within, amount }),
  )
  expect(taken.ok).toBe(true)
}

const alarmsOf = async ({ subject }: Agent) => {
  const rows = await query(
    `SELECT detail FROM audit_entries JOIN audit_actors USING (actor)
       WHERE type = 'agent-alarm' AND subject = '${subject}' ORDER BY id`,
  )
  return rows.map(({ detail }) => detail)
}

for (const kind of KINDS)
  test(`of 60, five at once, exactly as many ${kind} pass as are left of a day, and two alarms tell of it @C5 @C9 @D12`, async () => {
    const [agent, other] = [await newAgent(), await newAgent()]
    const limit = dailyLimit(kind)
    const left = Math.min(20, limit)
    const at = now()
    const take = (who: Agent, time = at, amount = 1) =>
      inTransaction((within) => takeDaily({ agent: who, kind, at: time, within, amount }))
    if (limit > left) expect((await take(agent, at, limit - left)).ok).toBe(true)
    const tries = Array.from({ length: 60 }, (_, place) => place)
    const taken = await inLanes(tries, 5, () => take(agent))
    expect(taken.filter(({ ok }) => ok)).toHaveLength(left)
    expect(taken.find(({ ok }) => !ok)).toEqual({ ok: false, error: { code: 'daily-limit' } })
    const alarms = (await alarmsOf(agent)) as { what: string; count: number; limit: number }[]
    expect(alarms.map(({ what, limit: most }) => [what, most])).toEqual([
      [kind, limit],
      [kind, limit],
    ])
    expect(alarms[0]?.count).toBeGreaterThanOrEqual(limit / 2)
    expect(alarms[1]?.count).toBe(limit)
    // Each agent and each day by themselves.
    expect((await take(other)).ok).toBe(true)
    expect((await take(agent, new Date(at.getTime() + 86_400_000))).ok).toBe(true)
  })

test(
  '400 removals by one agent on two replicas stop at the limit, and nothing more is asked of the service @C5 @C9 @D12',
  { tag: '@postgres' },
  async ({ database, stack }) => {
    test.setTimeout(180_000)
    const own = await openPostgres(stack)
    const second = await connectDatabase({ DATABASE_URL: own.url })
    try {
      provideDatabase(own.database)
      const agent = await newAgent()
      const limit = dailyLimit('removals')
      const people = await Promise.all(Array.from({ length: limit + 10 }, () => twoPhones()))
      let count = 0
      const outcomes: string[] = []
      const removeOne = async () => {
        const place = count++
        // Each lane of calls alternates between the two replicas' own pools of connections.
        provideDatabase(place % 2 === 0 ? own.database : second)
        const { userId, request } = people[place % people.length] ?? (await twoPhones())
        const ticket = `INC ${place}`
        const timing = AT_ONCE
        const removed = await removeForPerson({ agent, userId, ...request, ticket, timing })
        outcomes.push(removed.ok ? 'removed' : removed.error.code)
      }
      await inLanes(
        Array.from({ length: 400 }, (_, place) => place),
        4,
        removeOne,
      )
      const gone = await Promise.all(people.map((person) => deletions(person)))
      expect(gone.flat().length).toBe(limit)
      expect(outcomes.filter((outcome) => outcome === 'removed')).toHaveLength(limit)
      const refused = outcomes.filter((outcome) => outcome === 'daily-limit')
      expect(refused.length).toBeGreaterThanOrEqual(400 - people.length)
    } finally {
      provideDatabase(database)
      await disconnect(second)
      await own.close()
    }
  },
)

test('with nothing left of a day an agent sees and does nothing more, and the person’s history says nothing of it @C5 @C9', async () => {
  const agent = await newAgent()
  const person = await twoPhones()
  const name = `Quill ${randomUUID()}`
  await seen(person, { displayName: name })
  const { userId, request } = person
  const asked = { agent, userId, at: now(), deadline: deadlineIn(15_000) }
  expect((await listPersonDevices(asked)).ok).toBe(true)
  for (const kind of ['removals', 'preparations', 'ended-sessions', 'found'] as const)
    await useUp(agent, kind)
  await useUp(agent, 'looks', 1)
  const refused = { ok: false, error: { code: 'daily-limit' } }
  const call = { ticket: 'INC 1' }
  expect(await removeForPerson({ agent, userId, ...request, timing: AT_ONCE })).toEqual(refused)
  expect(await revokePersonSessions({ ...asked, ...call, why: 'asked' })).toEqual(refused)
  const lookUp = { by: 'name', text: name } as const
  expect(await findPeople({ agent, lookUp, at: now(), deadline: deadlineIn(5_000) })).toEqual(
    refused,
  )
  const other = await makeSomebody(onePhone)
  const shown = await listPersonDevices({ ...asked, userId: other.userId })
  expect(shown).toEqual(refused)
  expect(JSON.stringify(shown)).not.toContain(other.userId)
  // What was refused is refused again, and not a look that goes on.
  expect(await listPersonDevices({ ...asked, userId: other.userId })).toEqual(refused)
  const entries = await query(`SELECT type FROM audit_entries WHERE user_id = '${other.userId}'`)
  expect(entries).toEqual([])
  // A look that was counted goes on.
  expect((await listPersonDevices(asked)).ok).toBe(true)
  expect(await deletions(person)).toEqual([])
})

test('every look at a list or a profile stands in the person’s own history, once in ten minutes @C5 @C9 @I1', async () => {
  const agent = await newAgent()
  const person = await makeSomebody(onePhone)
  await seen(person)
  const { userId } = person
  const at = now()
  const look = (time: Date) =>
    listPersonDevices({ agent, userId, at: time, deadline: deadlineIn(15_000) })
  for (const seconds of [0, 60, 599, 601])
    expect((await look(new Date(at.getTime() + seconds * 1000))).ok).toBe(true)
  const rows = await query(
    `SELECT type FROM audit_entries WHERE user_id = '${userId}' AND type = 'person-viewed'`,
  )
  expect(rows).toHaveLength(2)
})

test('a ticket that is used for more people than one call has alarms, whichever agents use it @C5 @C9', async () => {
  const agents = [await newAgent(), await newAgent()]
  const ticket = `INC ${randomUUID().slice(0, 8)}`
  // As people write it, and as somebody writes it who doesn’t want it to be noticed.
  const written = [ticket, ticket.toLowerCase(), ticket.replace(' ', '-'), `${ticket} .`]
  const use = (place: number, userId: string) =>
    inTransaction((within) =>
      takeDaily({
        ...{ agent: agents[place % 2] ?? agents[0]!, kind: 'removals', at: now(), within },
        call: { ticket: written[place % written.length] ?? ticket, userId },
      }),
    )
  const people = Array.from({ length: 8 }, () => newUserId())
  // The same person again doesn't count.
  for (const userId of people.slice(0, 3)) for (const place of [0, 1]) await use(place, userId)
  expect([...(await alarmsOf(agents[0]!)), ...(await alarmsOf(agents[1]!))]).toEqual([])
  await Promise.all(people.slice(3).map((userId, place) => use(place, userId)))
  const alarms = [...(await alarmsOf(agents[0]!)), ...(await alarmsOf(agents[1]!))] as {
    what: string
    count: number
  }[]
  expect(alarms.map(({ what, count }) => [what, count]).toSorted()).toEqual([
    ['ticket', 4],
    ['ticket', 7],
  ])
  // The ticket itself isn't kept there.
  expect(JSON.stringify(await query('SELECT * FROM ticket_uses'))).not.toContain(ticket)
})

test('a removal that came to nothing is given back @C5', async () => {
  const agent = await newAgent()
  const person = somebody()
  const asked = { agent, userId: person.userId, deviceId: 'a'.repeat(32), ticket: 'INC 1' }
  expect((await removeForPerson({ ...asked, reason: 'lost', timing: AT_ONCE })).ok).toBe(false)
  const [row] = await query(
    `SELECT count FROM agent_counts WHERE subject = '${agent.subject}' AND kind = 'removals'`,
  )
  expect(row?.['count'] ?? 0).toBe(0)
})

test('what is prepared counts too @C5', async () => {
  const agent = await newAgent()
  const person = await makeSomebody(onePhone)
  await seen(person)
  await useUp(agent, 'preparations')
  const start = 'old-phone'
  const prepared = await prepareActivation({
    ...{ agent, userId: person.userId, start, ticket: 'INC 1', at: now() },
    deadline: deadlineIn(15_000),
  })
  expect(prepared.ok).toBe(false)
  expect(await query(`SELECT * FROM preparations WHERE user_id = '${person.userId}'`)).toEqual([])
})
