import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { fingerprintOf } from '@/lib/devices/model/identifiers'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { findPersonDevice } from '@/lib/support/acting/person-devices'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { isTicket } from '@/lib/support/acting/ticket'
import { entriesAbout, newAgent, seen } from './support/agents'
import { TICKET, twoPhones, removeAs, listAs, receiptAs } from './support/two-phones'
import { query } from './support/database'
import { mailTest as test, newAddress } from './support/mail-test'
import { AT_ONCE, later, HELD, deletions } from './support/removals'
import { expect, recognize } from './support/test'
import { cancelRemoval } from './support/own-devices'

test('a ticket is 1 to 40 characters that can be seen @D3', () => {
  for (const good of ['1', 'INC-4711', 'INC 4711', '„Fall“ №7', 'x'.repeat(40)])
    expect(isTicket(good), good).toBe(true)
  const bad = [
    '',
    ' ',
    ' a',
    'a ',
    'a  b',
    'x'.repeat(41),
    'a\nb',
    'a\u200bb',
    'a\u202eb',
    '\u00a0',
    '\u3164',
    '\u2800',
    '\ud800',
  ]
  for (const text of bad) expect(isTicket(text), JSON.stringify(text)).toBe(false)
})

/** What somebody was refused, as the trail has it, oldest first. */
async function refusalsOf({ subject }: { readonly subject: string }): Promise<unknown[]> {
  const rows = await query(
    `SELECT detail->>'action' AS action FROM audit_entries JOIN audit_actors USING (actor)
     WHERE subject = '${subject}' AND type = 'access-refused' ORDER BY id`,
  )
  return rows.map((row) => (row as { action: unknown }).action)
}

test('whoever has no role, or only that of an auditor, removes and sees nothing, and the service isn’t asked @C1', async () => {
  const person = await twoPhones()
  await seen(person)
  for (const who of [await newAgent([]), await newAgent(['auditor'])]) {
    const removal = await removeAs(who, person)
    expect(removal).toEqual({ ok: false, error: { code: 'not-allowed' } })
    const list = await listAs(who, person)
    expect(list).toEqual({ ok: false, error: { code: 'not-allowed' } })
    const receipt = await receiptAs(who, person, 'ABCD-EFGH-JKLM')
    expect(receipt).toEqual({ ok: false, error: { code: 'not-allowed' } })
    expect(await refusalsOf(who)).toEqual([
      'devices:remove:any',
      'devices:list:any',
      'devices:list:any',
    ])
  }
  expect(await recognize.journal({ userId: person.userId })).toEqual([])
  expect(await entriesAbout(person.userId)).toEqual([])
})

test('an agent can do nothing for themselves: by account, by any account of theirs, by any of their identities @C1', async () => {
  const person = await twoPhones()
  await seen(person)
  const themselves = [
    await newAgent(['support'], person.actor),
    await newAgent(['support'], undefined, [person.userId]),
  ]
  // A second account with the same identity, seen before.
  const twin = { ...person, actor: { ...person.actor, subject: `${person.actor.subject}-2` } }
  themselves.push(await newAgent(['support'], twin.actor))
  await seen(twin)
  await seen(person)
  for (const who of themselves) {
    const removal = await removeAs(who, person)
    expect(removal).toEqual({ ok: false, error: { code: 'not-allowed' } })
    expect((await listAs(who, person)).ok).toBe(false)
  }
  expect(await recognize.journal({ userId: person.userId })).toEqual([])
})

test('a device of somebody else is not found under a person’s name @C2', async () => {
  const [person, stranger] = [await twoPhones(), await twoPhones()]
  const agent = await newAgent()
  const removal = await removeAs(agent, person, stranger.request)
  expect(removal).toEqual({ ok: false, error: { code: 'not-found' } })
  expect((await recognize.getPerson(stranger.userId)).rows).toHaveLength(3)
})

test('a removal stands in the trail with reason, ticket and the verified caller, as support’s, and the person is told once, not the agent @C5 @I1', async () => {
  const person = await twoPhones()
  const [address, agents] = [newAddress(), newAddress()]
  await seen(person, { addresses: [address] })
  const agent = await newAgent()
  await seen(
    { ...person, actor: { ...agent }, subject: { ...agent, userIds: ['AB'] } },
    { addresses: [agents] },
  )
  const removal = await removeForPerson({
    agent,
    userId: person.userId.toLowerCase(),
    ...person.request,
    timing: AT_ONCE,
  })
  if (!removal.ok) throw new Error(removal.error.code)
  const [look, ...entries] = await entriesAbout(person.userId)
  expect(look?.type).toBe('person-viewed')
  expect(entries.map(({ type }) => type)).toEqual([
    'removal-by-support',
    'removal-intended',
    'removal-finished',
  ])
  expect(entries[0]?.detail).toEqual({
    reason: 'lost',
    ticket: TICKET,
    callerCheck: 'agents-word',
    approval: null,
  })
  expect(new Set(entries.map((entry) => entry.correlation_id))).toEqual(
    new Set([removal.value.receipt]),
  )
  expect(JSON.stringify(entries)).not.toContain(person.key)
  const told = await query(`SELECT content FROM notifications WHERE address = '${address}'`)
  expect(told).toMatchObject([
    { content: { type: 'removed-by-support', device: { kind: 'phone' }, until: null } },
  ])
  expect(await query(`SELECT 1 FROM notifications WHERE address = '${agents}'`)).toEqual([])
  expect((await recognize.getPerson(person.userId)).rows).toHaveLength(2)
  const found = await receiptAs(agent, person, removal.value.receipt)
  const receipt = { state: 'confirmed', reason: 'lost', by: 'support' }
  expect(found).toMatchObject({ ok: true, value: { receipt } })
})

test('for somebody who never signed in here the same is done, and nobody is told', async () => {
  const person = await twoPhones()
  const removal = await removeAs(await newAgent(), person)
  expect(removal.ok).toBe(true)
  const fingerprint = fingerprintOf(person.key)
  expect(
    await query(
      `SELECT 1 FROM notifications WHERE content -> 'device' ->> 'fingerprint' = '${fingerprint}'`,
    ),
  ).toEqual([])
})

test('the last phone takes a second agent, whatever was confirmed @C5', async () => {
  const person = await twoPhones()
  await seen(person)
  const agent = await newAgent()
  expect((await removeAs(agent, person)).ok).toBe(true)
  const last = { ...person.request, deviceId: person.otherId }
  const removal = await removeAs(agent, person, last)
  const guarded = { code: 'guarded', guard: 'last-phone', decision: 'confirm' }
  expect(removal).toMatchObject({ ok: false, error: guarded })
  const tidying = { ...last, reason: 'tidying' } as const
  const refused = await removeAs(agent, person, tidying)
  expect(refused).toMatchObject({ ok: false, error: { ...guarded, decision: 'refuse' } })
  expect((await recognize.getPerson(person.userId)).rows).toHaveLength(2)
})

test('what can wait waits for the person, who is told at once and can take it back in their own name', async () => {
  const person = await twoPhones()
  const address = newAddress()
  await seen(person, { addresses: [address] })
  const agent = await newAgent()
  const sold = { ...person.request, reason: 'sold' } as const
  const first = await removeAs(agent, person, sold, HELD)
  if (!first.ok) throw new Error(first.error.code)
  expect(await cancelRemoval(person, { referenceCode: first.value.receipt })).toBe(true)
  const undone = (await entriesAbout(person.userId)).at(-1)
  expect(undone).toMatchObject({ type: 'removal-cancelled', actor_role: 'person' })
  const second = await removeAs(agent, person, sold, HELD)
  if (!second.ok) throw new Error(second.error.code)
  while ((await runDueRemovals(later(61))) > 0);
  const found = await receiptAs(agent, person, second.value.receipt)
  expect(found).toMatchObject({ ok: true, value: { receipt: { state: 'confirmed' } } })
  const told = await query(`SELECT content FROM notifications WHERE address = '${address}'`)
  const until = expect.stringMatching(/^20/) as unknown
  const content = { type: 'removed-by-support', until }
  expect(told).toMatchObject([{ content }, { content }])
})

test('a role taken away between the page and the click removes nothing, also against 20 at once @B2 @C6', async () => {
  const person = await twoPhones()
  const agent = await newAgent()
  await withdrawRoles(agent.issuer, agent.subject, now())
  const tries = Array.from({ length: 20 }, () => removeAs(agent, person))
  for (const removal of await Promise.all(tries)) expect(removal.ok).toBe(false)
  expect(await deletions(person)).toEqual([])
  expect(await query(`SELECT 1 FROM pending_removals WHERE user_id = '${person.userId}'`)).toEqual(
    [],
  )
})

test('the list for an agent has no key, and looking at it is said in the trail once @C3 @C5 @I1', async () => {
  const person = await twoPhones()
  await seen(person, { addresses: ['robin.vale@mail.example'] })
  const agent = await newAgent()
  for (let times = 0; times < 3; times++) {
    const list = await listAs(agent, person)
    if (!list.ok) throw new Error(list.error.code)
    expect(list.value.list.devices).toHaveLength(3)
    expect(list.value.person).toMatchObject({ addresses: ['r…@mail.example'] })
    expect(JSON.stringify(list.value)).not.toContain(person.key)
    expect(JSON.stringify(list.value)).not.toContain(person.actor.subject)
  }
  const found = await findPersonDevice({
    agent,
    userId: person.userId,
    deviceId: person.deviceId,
    at: now(),
    deadline: readDeadline(),
  })
  expect(found).toMatchObject({ ok: true, value: { device: { id: person.deviceId } } })
  expect(JSON.stringify(found)).not.toContain(person.key)
  expect((await entriesAbout(person.userId)).map(({ type }) => type)).toEqual(['person-viewed'])
  const inAWhile = new Date(Date.now() + 11 * 60_000)
  await listAs(agent, person, inAWhile)
  expect(await entriesAbout(person.userId)).toHaveLength(2)
})
