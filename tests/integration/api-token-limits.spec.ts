import { randomUUID } from 'node:crypto'
import { postClientState } from '@/lib/api/endpoints/store-client-state'
import { apiTest as test, call, newAddress, refused, makeCaller, openid } from './support/api-test'
import { expect } from './support/test'

const state = { clientState: 'a state', clientStateType: 'BACKUP' }

/** As many calls at once from one address, each with a token of its own; gives how many ended with each status. */
async function flood(count: number, headers: Record<string, string>, token: () => string) {
  const answers = await Promise.all(
    Array.from({ length: count }, () =>
      call(postClientState, { token: token(), body: state, headers }),
    ),
  )
  const statuses = answers.map(({ status }) => status)
  return {
    401: statuses.filter((one) => one === 401).length,
    429: statuses.filter((one) => one === 429).length,
  }
}

test('tokens that are no good count against the address they come from, and never against good ones @D12', async () => {
  const [caller, reader] = [await makeCaller(), await makeCaller()]
  const headers = { 'X-Forwarded-For': `203.0.113.7, ${newAddress()}` }
  const good = { token: await caller.token(), body: state, headers }
  for (let index = 0; index < 3; index++)
    expect((await call(postClientState, good)).status).toBe(201)
  const claims = { recognize_user_id: reader.userId }
  const known = openid.opaqueToken(reader.subject.subject, claims)
  expect((await call(postClientState, { ...good, token: known })).status).toBe(201)

  expect(await flood(130, headers, () => 'a.b.c')).toEqual({ 401: 120, 429: 10 })
  const problem = await refused(call(postClientState, { ...good, token: 'a.b.c' }), 429, 'limited')
  expect(problem.retryAfter).toBeLessThanOrEqual(60)
  // Strangers behind the same address shut out nobody who has a good token.
  expect((await call(postClientState, good)).status).toBe(201)
  expect((await call(postClientState, { ...good, token: known })).status).toBe(201)
  const fresh = openid.opaqueToken(reader.subject.subject, claims)
  expect((await call(postClientState, { ...good, token: fresh })).status).toBe(201)
  // What stands before the last address is the caller's own word.
  const elsewhere = { 'X-Forwarded-For': newAddress() }
  await refused(
    call(postClientState, { token: 'a.b.c', body: state, headers: elsewhere }),
    401,
    'token-not-valid',
  )
})

test('made-up tokens make the provider work so often only, and those it has called good go on @D12', async () => {
  const { subject, userId } = await makeCaller()
  const headers = { 'X-Forwarded-For': newAddress() }
  const token = openid.opaqueToken(subject.subject, { recognize_user_id: userId })
  expect((await call(postClientState, { token, body: state, headers })).status).toBe(201)
  const asked = openid.askedAs.length
  for (let round = 0; round < 13; round++) await flood(10, headers, () => `made-up-${randomUUID()}`)
  expect(openid.askedAs).toHaveLength(asked + 120)
  const realNow = Date.now
  try {
    // Long enough for the provider to be asked again.
    Date.now = () => realNow() + 11_000
    const moved = { token, body: state, headers }
    expect((await call(postClientState, moved)).status).toBe(201)
    expect(openid.askedAs).toHaveLength(asked + 121)
    // Somewhere else the first call of a token is let through as ever.
    const other = openid.opaqueToken(subject.subject, { recognize_user_id: userId })
    await refused(call(postClientState, { ...moved, token: other }), 429, 'limited')
    const elsewhere = { 'X-Forwarded-For': newAddress() }
    const answer = await call(postClientState, { token: other, body: state, headers: elsewhere })
    expect(answer.status).toBe(201)
  } finally {
    Date.now = realNow
  }
})

test('the provider’s word on a good token is taken for ten seconds, a revoked one is over after them', async () => {
  const { subject, userId } = await makeCaller()
  const token = openid.opaqueToken(subject.subject, { recognize_user_id: userId })
  const asked = openid.askedAs.length
  for (let index = 0; index < 3; index++)
    expect((await call(postClientState, { token, body: state })).status).toBe(201)
  expect(openid.askedAs).toHaveLength(asked + 1)
  openid.opaque.set(token, { active: false })
  const realNow = Date.now
  try {
    Date.now = () => realNow() + 11_000
    for (let index = 0; index < 2; index++)
      await refused(call(postClientState, { token, body: state }), 401, 'token-not-valid')
    expect(openid.askedAs, 'a bad one is asked about each time').toHaveLength(asked + 3)
  } finally {
    Date.now = realNow
  }
})
