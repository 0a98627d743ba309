import { people } from '@/lib/database/schema'
import { sealAgain } from './support/edit-row'
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import type { Agent } from '@/lib/auth/authorization/actor'
import { findPeople, type LookUp } from '@/lib/support/lookup/find-people'
import { statementsFor } from '@/lib/support/lookup/find-by-name'
import { maskedAddress } from '@/lib/support/lookup/known-people'
import { newUserId, onePhone } from '../builders/rows'
import { newAgent, seen } from './support/agents'
import { query } from './support/database'
import { databaseTest as test, expect, somebody, makeSomebody, recognize } from './support/test'

const look = (agent: Agent, by: LookUp['by'], text: string) =>
  findPeople({ agent, lookUp: { by, text }, at: now(), deadline: readDeadline() })

async function found(agent: Agent, by: LookUp['by'], text: string) {
  const result = await look(agent, by, text)
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

const byName = (one: { displayName: string } | null, other: { displayName: string } | null) =>
  (one?.displayName ?? '') < (other?.displayName ?? '') ? -1 : 1

const lastLookUp = async () => {
  const rows = await query(
    `SELECT user_id, detail FROM audit_entries WHERE type = 'person-looked-up' ORDER BY id DESC LIMIT 1`,
  )
  return rows[0] as { user_id: string | null; detail: Record<string, unknown> }
}

test('an address is masked: its first character and where it is @C3', () => {
  expect(maskedAddress('robin.vale@mail.example')).toBe('r…@mail.example')
  expect(maskedAddress('a@b@mail.example')).toBe('a…@mail.example')
  for (const odd of ['@mail.example', 'robin', ''])
    expect(maskedAddress(odd).length).toBeLessThan(3)
})

test('nobody without the role finds anybody, and the service isn’t asked @C1', async () => {
  const person = await makeSomebody(onePhone)
  await seen(person, { displayName: 'Robin Vale' })
  for (const who of [await newAgent([]), await newAgent(['auditor'])])
    for (const [by, text] of [
      ['recognize-id', person.userId],
      ['external-id', person.userId],
      ['name', 'Robin'],
    ] as const)
      expect(await look(who, by, text)).toEqual({ ok: false, error: { code: 'not-allowed' } })
  expect(await recognize.journal({ userId: person.userId })).toEqual([])
})

test('a Recognize ID finds whom the service knows, in any case and with spaces, and nobody else', async () => {
  const agent = await newAgent()
  const person = await makeSomebody(onePhone)
  const spaced = ` ${person.userId.toLowerCase().replaceAll(/(.{4})/g, '$1 ')} `
  for (const text of [person.userId, spaced])
    expect(await found(agent, 'recognize-id', text)).toEqual([
      { userIds: [person.userId], person: null, exact: true },
    ])
  expect((await lastLookUp()).user_id).toBe(person.userId)
  for (const text of [newUserId(), 'Robin', '../users', '%', person.userId.slice(1)])
    expect(await found(agent, 'recognize-id', text), text).toEqual([])
})

test('an external ID shows every identity behind it', async () => {
  const agent = await newAgent()
  const externalUserId = `customer-${randomUUID()}`
  const [one, two] = [
    await makeSomebody(onePhone, { externalUserIds: [externalUserId] }),
    await makeSomebody(onePhone, { externalUserIds: [externalUserId] }),
  ]
  const [person] = await found(agent, 'external-id', externalUserId)
  expect(person?.userIds.toSorted()).toEqual([one.userId, two.userId].toSorted())
  for (const text of ['.', '..', `${externalUserId}x`])
    expect(await found(agent, 'external-id', text), text).toEqual([])
})

test('an external ID with white space or something hidden at an end is refused with a word of its own, and the service isn’t asked @C2 @D9', async () => {
  const agent = await newAgent()
  const externalUserId = `customer-${randomUUID()}`
  const person = await makeSomebody(onePhone, { externalUserIds: [externalUserId] })
  const blanks = [' ', '\u00A0', '\uFEFF', '\u3000', '\u3164', '\u200B', '\t', '\u0085', '\u2028']
  for (const blank of blanks)
    for (const text of [`${blank}${externalUserId}`, `${externalUserId}${blank}`])
      expect(await look(agent, 'external-id', text), JSON.stringify(blank)).toEqual({
        ok: false,
        error: { code: 'blank-ends' },
      })
  expect(await recognize.journal({ userId: person.userId })).toEqual([])
  expect(await recognize.journal({ externalUserId })).toEqual([])
})

test('a search shows no more of people than tells them apart @C3', async () => {
  const agent = await newAgent()
  const word = `Quill${randomUUID().slice(0, 8)}`
  await seen(somebody(), { displayName: `${word} Vale`, addresses: ['robin@mail.example'] })
  await seen(somebody(), { displayName: `${word} Moor`, addresses: ['moor@mail.example'] })
  const apart = await found(agent, 'name', word)
  expect(apart.map(({ person }) => person).toSorted(byName)).toEqual([
    { displayName: `${word} M…`, addresses: [], seenAt: null },
    { displayName: `${word} V…`, addresses: [], seenAt: null },
  ])
  await seen(somebody(), { displayName: `${word} Vogel`, addresses: ['vogel@mail.example'] })
  const alike = (await found(agent, 'name', word)).filter(
    ({ person }) => person?.displayName === `${word} V…`,
  )
  expect(alike.flatMap(({ person }) => person?.addresses ?? []).toSorted()).toEqual([
    'r…@mail.example',
    'v…@mail.example',
  ])
  // Whoever knows the whole name learns no address.
  expect(await found(agent, 'name', `${word} Vale`)).toMatchObject([
    { exact: true, person: { displayName: `${word} Vale`, addresses: [], seenAt: null } },
  ])
})

test('a name or an address finds those who were seen here, exact ones first, 20 at most, whatever wildcards it has', async () => {
  const agent = await newAgent()
  const name = `Zoë ${randomUUID()}`
  const address = `${randomUUID()}@mail.example`
  const exact = somebody()
  await seen(exact, { displayName: name, addresses: [address] })
  for (let count = 0; count < 22; count++) await seen(somebody(), { displayName: `${name} II` })
  const people = await found(agent, 'name', name.toUpperCase())
  expect(people).toHaveLength(20)
  expect(people.map((one) => one.exact)).toEqual([true, ...Array<boolean>(19).fill(false)])
  expect(people[0]).toMatchObject({ userIds: [exact.userId], person: { displayName: name } })
  expect(await found(agent, 'name', address.toUpperCase())).toMatchObject([{ exact: true }])
  for (const part of [
    address.slice(0, -1),
    address.slice(0, 20),
    address.slice(1),
    '@mail.example',
  ])
    expect(await found(agent, 'name', part), 'addresses only whole').toEqual([])
  expect(JSON.stringify(await found(agent, 'name', address))).not.toContain(address)
  for (const text of ['%', '_', '%%', name.replace('Zoë', '%'), name.slice(0, 1), '\\', "'"])
    expect(await found(agent, 'name', text), text).toEqual([])
  await seen(somebody(), { displayName: address })
  const reached = await found(agent, 'name', address)
  expect(
    reached.map((one) => one.exact),
    'called as somebody’s address is',
  ).toEqual([true, true])
})

test('among 5,000 people nobody is looked for by going over all of them', async ({ database }) => {
  await query(
    `INSERT INTO people (issuer, subject, display_name, addresses, name_key, address_keys, seen_at, seal)
     SELECT 'https://many.example', n::text, 'Many ' || n, '[]', 'many ' || md5(n::text), jsonb_build_array(n || '@many.example'), now(), n::text
     FROM generate_series(1, 5000) AS n`,
  )
  await sealAgain(people, `issuer = 'https://many.example' AND name_key LIKE 'many c%'`)
  for (const analyse of ['SELECT 1', 'ANALYZE people']) {
    await query(analyse)
    for (const key of ['many', 'many c', 'many x', '7@many.example', 'nobody']) {
      for (const statement of statementsFor(key)) {
        const plan = await database.execute(sql`explain ${statement}`)
        const text = JSON.stringify(plan)
        expect(text).toMatch(/Index Scan/)
        expect(text, key).not.toMatch(/Seq Scan/)
      }
    }
  }
  expect(await found(await newAgent(), 'name', 'MANY C')).toHaveLength(20)
  await query(`DELETE FROM people WHERE issuer = 'https://many.example'`)
})

test('an agent never finds themselves', async () => {
  const person = await makeSomebody(onePhone)
  const displayName = `Self ${randomUUID()}`
  await seen(person, { displayName })
  for (const agent of [
    await newAgent(['support'], person.actor),
    await newAgent(['support'], undefined, [person.userId]),
  ]) {
    expect(await found(agent, 'recognize-id', person.userId)).toEqual([])
    expect(await found(agent, 'name', displayName)).toEqual([])
  }
})

test('every look-up stands in the trail, and what was typed doesn’t @C5 @I1', async () => {
  const agent = await newAgent()
  const typed = `Quintessa ${randomUUID()}`
  await found(agent, 'name', typed)
  const first = await lastLookUp()
  expect(first.detail).toMatchObject({ by: 'name', outcome: 'answered', found: 0 })
  expect(first.detail['typedHint']).toBe('qu…')
  expect(JSON.stringify(first)).not.toContain(typed.slice(0, 6).toLowerCase())
  await found(agent, 'name', ` ${typed.toUpperCase()}`)
  expect((await lastLookUp()).detail['typedHash'], 'known again').toBe(first.detail['typedHash'])
  const person = await makeSomebody(onePhone)
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 500 })
  expect((await look(agent, 'recognize-id', person.userId)).ok).toBe(false)
  expect((await lastLookUp()).detail).toMatchObject({ outcome: 'failed', found: null })
})

test('the 31st look-up of an agent within a minute is refused, and other agents go on @D12', async () => {
  const [agent, other] = [await newAgent(), await newAgent()]
  const text = `Nobody ${randomUUID()}`
  for (let count = 0; count < 30; count++) await found(agent, 'name', text)
  const refused = await look(agent, 'name', text)
  expect(refused).toMatchObject({ ok: false, error: { code: 'limited' } })
  expect((await lastLookUp()).detail).toMatchObject({ outcome: 'limited', found: null })
  const limited = () =>
    query(
      `SELECT id FROM audit_entries JOIN audit_actors USING (actor) WHERE subject = '${agent.subject}' AND detail ->> 'outcome' = 'limited'`,
    )
  await Promise.all(Array.from({ length: 20 }, () => look(agent, 'name', text)))
  expect(await limited(), 'said once').toHaveLength(1)
  const again = await newAgent(['support'], agent)
  expect((await look(again, 'name', text)).ok, 'another sign-in of theirs').toBe(false)
  expect(await found(other, 'name', text)).toEqual([])
})
