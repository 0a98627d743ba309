import { randomUUID } from 'node:crypto'
import { RETENTION_RULES } from '@/lib/privacy/retention'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { newSigningKey } from '../builders/rows'
import { apiTest as test, refused } from '../integration/support/api-test'
import { backup, storedFor, upload } from '../integration/support/client-states'
import { query, whileRefusing } from '../integration/support/database'
import { BOTH_DATABASES, expect } from '../integration/support/test'

for (const databaseName of BOTH_DATABASES)
  test.describe(databaseName, () => {
    test.use({ databaseName })

    test('20 of one upload at once make one row and get one answer @C6', async ({ makeCaller }) => {
      const caller = await makeCaller()
      const [key, body] = [randomUUID(), backup()]
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => upload(caller, body, { key })),
      )
      const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<unknown>))
      expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(201))
      for (const other of bodies) expect(other).toEqual(bodies[0])
      const states = await storedFor(caller.userId)
      expect(states).toHaveLength(1)
      expect(bodies[0]).toMatchObject({ id: states[0]?.id })
    })

    test('the same key with anything else is refused, and nothing of that is stored', async ({
      makeCaller,
    }) => {
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

    test('a key is its caller’s own @C2', async ({ makeCaller }) => {
      const [one, other] = [await makeCaller(), await makeCaller()]
      const [key, body] = [randomUUID(), backup()]
      expect((await upload(one, body, { key })).status).toBe(201)
      expect((await upload(other, backup({ clientState: 'b' }), { key })).status).toBe(201)
      expect(await storedFor(other.userId)).toHaveLength(1)
    })

    test('an upload that failed leaves its key free, and no trace', async ({
      makeCaller,
      recognize,
    }) => {
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

    test('after a day a key is forgotten; it is never kept itself, nor is what came with it @G5', async ({
      makeCaller,
    }) => {
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
  })
