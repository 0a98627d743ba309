import { randomUUID } from 'node:crypto'
import { RETENTION_RULES } from '@/lib/privacy/retention'
import { storeClientState } from '@/lib/client-states/intake/store-client-state'
import { lockStatesOf } from '@/lib/client-states/vault/vault'
import { database } from '@/lib/database/connection'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { newSigningKey } from '../builders/rows'
import { apiTest as test, refused, makeCaller } from '../integration/support/api-test'
import { backup, STATE, storedFor, upload } from '../integration/support/client-states'
import { query, whileRefusing } from '../integration/support/database'
import { expect, recognize } from '../integration/support/test'

test('20 of one upload at once make one row and get one answer @C6', async () => {
  const caller = await makeCaller()
  const [key, body] = [randomUUID(), backup()]
  const answers = await Promise.all(Array.from({ length: 20 }, () => upload(caller, body, { key })))
  const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<unknown>))
  expect(
    bodies.filter((body) => typeof body === 'object' && body !== null && 'code' in body),
  ).toEqual([])
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(201))
  for (const other of bodies) expect(other).toEqual(bodies[0])
  const states = await storedFor(caller.userId)
  expect(states).toHaveLength(1)
  expect(bodies[0]).toMatchObject({ id: states[0]?.id })
})

test('20 of one upload at once are all answered while the service is slow, which is asked once @C6', async () => {
  const caller = await makeCaller()
  const { userId } = caller
  // Longer than a call waits for a place among the calls that are under way.
  await recognize.setFault(userId, { on: 'list', kind: 'delay', delayMs: 700 })
  const [key, body] = [randomUUID(), backup()]
  const answers = await Promise.all(Array.from({ length: 20 }, () => upload(caller, body, { key })))
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(201))
  expect(await storedFor(userId)).toHaveLength(1)
  expect(await recognize.journal({ userId })).toHaveLength(1)
})

test('the same key with anything else is refused, and nothing of that is stored', async () => {
  const caller = await makeCaller()
  const [key, publicSigningKey] = [randomUUID(), newSigningKey()]
  const body = backup({ publicSigningKey })
  const first = await upload(caller, body, { key, put: true })
  for (const [other, put] of [
    [{ ...body, clientState: 'another' }, true],
    [{ ...body, clientStateType: 'TEMPORARY' }, true],
    [{ ...body, publicSigningKey: newSigningKey() }, true],
    [body, false],
  ] as const)
    await refused(upload(caller, other, { key, put }), 422, 'idempotency-key-reused')
  const again = await upload(caller, body, { key, put: true })
  expect(again.status).toBe(201)
  expect(await again.json()).toEqual(await first.json())
  expect(await storedFor(caller.userId)).toMatchObject([
    { device_id: deviceIdOf(caller.userId, publicSigningKey) },
  ])
})

test('a key is its caller’s own @C2', async () => {
  const [one, other] = [await makeCaller(), await makeCaller()]
  const [key, body] = [randomUUID(), backup()]
  expect((await upload(one, body, { key })).status).toBe(201)
  expect((await upload(other, backup({ clientState: 'b' }), { key })).status).toBe(201)
  expect(await storedFor(other.userId)).toHaveLength(1)
})

test('an upload that failed leaves its key free, and no trace', async () => {
  const caller = await makeCaller()
  const [key, body, { userId }] = [randomUUID(), backup(), caller]
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 401, times: 1 })
  await refused(upload(caller, body, { key }), 503, 'service-down')
  const refusal = await whileRefusing({ userId }, () => upload(caller, body, { key }))
  const problem = await refused(refusal, 500, 'internal')
  expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(await storedFor(userId)).toEqual([])
  expect((await upload(caller, body, { key })).status).toBe(201)
})

test('after a day a key is forgotten; it is never kept itself, nor is what came with it @G5', async () => {
  const caller = await makeCaller()
  const key = randomUUID()
  const mine = `subject = '${caller.subject.subject}'`
  await upload(caller, backup(), { key })
  const rows = await query(`SELECT * FROM uploads WHERE ${mine}`)
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(key)
  expect(JSON.stringify(rows)).not.toContain('core-client-state')

  await query(`UPDATE uploads SET at = at - interval '25 hours' WHERE ${mine}`)
  const another = { clientState: 'another' }
  expect((await upload(caller, backup(another), { key })).status).toBe(201)
  expect(await storedFor(caller.userId)).toHaveLength(2)
  await query(`UPDATE uploads SET at = at - interval '25 hours' WHERE ${mine}`)
  await upload(caller, backup(), { key: randomUUID() })
  await RETENTION_RULES.uploads.purge(new Date())
  expect(await query(`SELECT key_hash FROM uploads WHERE ${mine}`)).toHaveLength(1)
})

test(
  'an upload that waits for another replica longer than a statement may take is answered all the same @C6',
  { tag: '@postgres' },
  async () => {
    const { userId, subject } = await makeCaller()
    let end = () => {}
    const mayEnd = new Promise<void>((resolve) => {
      end = resolve
    })
    // What another replica does while it stores a state of the same user.
    let other = Promise.resolve()
    await new Promise<void>((locked) => {
      other = database().transaction(async (tx) => {
        await lockStatesOf(userId, tx)
        locked()
        await mayEnd
      })
    })
    const outcome = storeClientState({
      uploader: { ...subject, clientId: 'app', own: subject },
      upload: {
        userId,
        kind: 'backup',
        text: STATE,
        publicSigningKey: null,
        replaces: false,
        activation: null,
        idempotencyKey: randomUUID(),
      },
      at: new Date(),
      budgetMs: 30_000,
    })
    const waitingSince = async () => {
      const [waiting] = await query(
        `SELECT a.query_start::text AS since FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE l.locktype = 'advisory' AND NOT l.granted AND a.datname = current_database()`,
      )
      return waiting?.['since']
    }
    await expect.poll(waitingSince).toBeTruthy()
    const first = await waitingSince()
    // The database ends a statement that has waited for two seconds; then it is sent again.
    await expect.poll(async () => [undefined, first].includes(await waitingSince())).toBe(false)
    end()
    await other
    expect(await outcome).toMatchObject({ ok: true })
    expect(await storedFor(userId)).toHaveLength(1)
  },
)
