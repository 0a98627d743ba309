import { setTimeout as sleep } from 'node:timers/promises'
import { postOpened } from '@/lib/api/endpoints/note-opened'
import { postRedeem } from '@/lib/api/endpoints/redeem-activation'
import { provideDatabase } from '@/lib/database/connection'
import {
  apiTest as test,
  call,
  newAddress,
  refused,
  makeCaller,
} from '../integration/support/api-test'
import { backup, storedFor, upload } from '../integration/support/client-states'
import { expect, openDatabase } from '../integration/support/test'

test('without the database nothing is done, the app is told to come again, and the limits still stand @J3', async ({
  database,
  stack,
}) => {
  test.setTimeout(90_000)
  const caller = await makeCaller()
  const lost = await openDatabase('pglite', stack)
  await lost.close()
  provideDatabase(lost.database)
  try {
    const problem = await refused(upload(caller, backup(), { key: 'k' }), 503, 'records-down')
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
    const body = { code: 'mJ0dQm1N9xP3o5uVq2T7aw' }
    await refused(call(postRedeem, { token: await caller.token(), body }), 503, 'records-down')
    await refused(call(postOpened, { body }), 503, 'records-down')

    const headers = { 'X-Forwarded-For': newAddress() }
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => call(postOpened, { body: {}, headers })),
    )
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(40)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
  } finally {
    provideDatabase(database)
    // For so long after an outage nothing that can be done without is asked of the database.
    await sleep(2_100)
  }
  expect(await storedFor(caller.userId)).toEqual([])
  expect((await upload(caller, backup(), { key: 'k' })).status).toBe(201)
})
