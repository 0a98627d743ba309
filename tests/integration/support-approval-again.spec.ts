import { approvals } from '@/lib/database/schema'
import { changeSealed } from './support/edit-row'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestApproval } from '@/lib/support/approvals/request-approval'
import { backupRow, newSigningKey, phones } from '../builders/rows'
import { entriesAbout, newAgent } from './support/agents'
import { ask, asked, withLastPhone, decide, read } from './support/approvals'
import { endSession } from './support/sessions'
import { deletions, later } from './support/removals'
import { databaseTest as test, expect, makeSomebody, recognize } from './support/test'

test('more at stake than was approved, a row that is gone, or a service that is down: failed, and it says why', async () => {
  const second = await newAgent()
  const worse = await withLastPhone()
  const first = await asked(await newAgent(), worse)
  const { rows } = await recognize.getPerson(worse.userId)
  // The backup that would have been left has gone meanwhile.
  await recognize.putPerson(worse.userId, { rows: rows.slice(0, 1) })
  expect(await decide(second, first)).toMatchObject({
    value: { status: 'failed', failure: 'changed' },
  })
  expect(await read(second, first)).toMatchObject({
    status: 'failed',
    failure: 'changed',
    receipt: null,
  })

  const gone = await withLastPhone()
  const other = await asked(await newAgent(), gone)
  await recognize.putPerson(gone.userId, { rows: [backupRow({ userId: gone.userId })] })
  expect(await decide(second, other)).toMatchObject({
    value: { status: 'failed', failure: 'not-found' },
  })

  const down = await withLastPhone()
  const third = await asked(await newAgent(), down)
  await recognize.setFault(down.userId, { on: 'list', kind: 'status', status: 500 })
  expect(await decide(second, third)).toMatchObject({
    value: { status: 'failed', failure: 'service-down' },
  })
  for (const person of [worse, gone, down]) {
    expect(await deletions(person)).toEqual([])
    const types = (await entriesAbout(person.userId)).map(({ type }) => type)
    expect(types).toEqual([
      'person-viewed',
      'approval-requested',
      'approval-decided',
      'approval-failed',
      // The request about them was read.
      ...(person === worse ? ['person-viewed'] : []),
    ])
  }
})

test('an agent whose role was taken away, who asked or who decides, removes nothing @C6', async () => {
  const person = await withLastPhone()
  const [agent, second] = [await newAgent(), await newAgent()]
  const number = await asked(agent, person)
  const former = await newAgent()
  await withdrawRoles(former.issuer, former.subject, now())
  expect(await decide(former, number)).toMatchObject({ error: { code: 'not-allowed' } })
  expect(await read(agent, number)).toMatchObject({ status: 'open' })
  await withdrawRoles(agent.issuer, agent.subject, now())
  expect((await ask(agent, person, { ticket: 'other' })).ok).toBe(false)
  expect(await decide(second, number)).toMatchObject({
    value: { status: 'failed', failure: 'requester-gone' },
  })
  const leaving = await newAgent()
  const last = await asked(leaving, person)
  await endSession(leaving.sessionHash, now())
  expect(await decide(second, last)).toMatchObject({
    value: { status: 'failed', failure: 'requester-gone' },
  })
  expect(await deletions(person)).toEqual([])
})

test('a request is for one device, reason and ticket: asked again it is the same, otherwise it is refused', async () => {
  const person = await withLastPhone()
  const [agent, second] = [await newAgent(), await newAgent()]
  const numbers = await Promise.all(Array.from({ length: 10 }, () => ask(agent, person)))
  expect(new Set(numbers.map((one) => one.ok && one.value)).size).toBe(1)
  for (const [who, changes] of [
    [agent, { reason: 'lost' }],
    [agent, { ticket: 'INC-2' }],
    [second, {}],
  ] as const)
    expect(await ask(who, person, changes)).toEqual({ ok: false, error: { code: 'asked-already' } })
  expect(await ask(agent, person, { reason: 'tidying' })).toMatchObject({
    error: { code: 'refused' },
  })
  expect(await ask(agent, person, { deviceId: 'f'.repeat(32) })).toMatchObject({
    error: { code: 'not-found' },
  })
  const types = (await entriesAbout(person.userId)).map(({ type }) => type)
  // Each of the two agents looked at the person, and one asked.
  expect(types.filter((type) => type !== 'person-viewed')).toEqual(['approval-requested'])
  expect(types).toHaveLength(3)
})

test('where something is left of the kind, no second agent is asked', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(phones(newSigningKey(), key))
  const request = { deviceId: deviceIdOf(person.userId, key), reason: 'lost', ticket: '1' }
  const number = await requestApproval({
    agent: await newAgent(),
    userId: person.userId,
    ...request,
    reason: 'lost',
    at: now(),
    deadline: readDeadline(),
  })
  expect(number).toEqual({ ok: false, error: { code: 'not-needed' } })
})

test('an approval whose process ended before the removal began says so, and can be asked for anew', async () => {
  const person = await withLastPhone()
  const agent = await newAgent()
  const number = await asked(agent, person)
  // As a process leaves it that was killed between the decision and the intent.
  await changeSealed(
    approvals,
    `status = 'approved', receipt = 'ABCD-EFGH-JKLM', decided_at = now()`,
    `number = '${number}'`,
  )
  expect(await read(agent, number)).toMatchObject({
    status: 'approved',
    receipt: null,
  })
  expect(await read(agent, number, later(35)())).toMatchObject({
    status: 'failed',
    failure: 'interrupted',
    receipt: null,
  })
  expect((await ask(agent, person)).ok).toBe(true)
})
