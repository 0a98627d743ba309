import { randomUUID } from 'node:crypto'
import { postOpened } from '@/lib/api/endpoints/note-opened'
import { postRedeem } from '@/lib/api/endpoints/redeem-activation'
import { postActivationReport } from '@/lib/api/endpoints/report-activation'
import { messagesOf } from '@/lib/i18n/catalogue'
import { translator } from '@/lib/i18n/translator'
import { newSigningKey, onePhone } from '../builders/rows'
import { inLanes } from '../fixtures/in-lanes'
import { begin, refusals, seen, storeState } from './support/activations'
import {
  apiTest as test,
  call,
  newAddress,
  refused,
  type Caller,
  makeCaller,
} from './support/api-test'
import { backup, storedFor, textOf, upload } from './support/client-states'
import { query } from './support/database'
import { expect } from './support/test'

const redeem = async (caller: Caller, code: unknown) =>
  call(postRedeem, { token: await caller.token(), body: { code } })

const report = async (caller: Caller, activationId: string, body: unknown) =>
  call(postActivationReport, { token: await caller.token(), body, params: { activationId } })

test('every code that isn’t good is refused with one and the same answer; the trail alone knows why @H3', async () => {
  const [owner, stranger] = [await makeCaller(onePhone), await makeCaller(onePhone)]
  await storeState(owner)
  const { codes } = await begin(owner)
  const bodies = [
    await refused(redeem(stranger, codes.code), 404, 'code-not-valid'),
    await refused(redeem(stranger, codes.typed), 404, 'code-not-valid'),
    await refused(redeem(owner, ''), 404, 'code-not-valid'),
    await refused(redeem(owner, 'A'.repeat(60_000)), 404, 'code-not-valid'),
    await refused(redeem(owner, randomUUID().slice(0, 22)), 404, 'code-not-valid'),
  ]
  expect((await redeem(owner, codes.code)).status).toBe(200)
  bodies.push(await refused(redeem(owner, codes.code), 404, 'code-not-valid'))
  for (const body of bodies) expect(body).toEqual(bodies[0])
  expect(await refusals(owner)).toEqual(['foreign', 'used'])
})

test('a code hands over the state as it was put in, once @H2', async () => {
  const caller = await makeCaller(onePhone)
  const state = await storeState(caller)
  const { number, codes } = await begin(caller)
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => redeem(caller, codes.typed.toLowerCase())),
  )
  const [good, ...others] = answers.filter(({ status }) => status === 200)
  expect(others).toEqual([])
  expect(await good?.json()).toMatchObject({
    activationId: number,
    purpose: 'BIND',
    userId: caller.userId,
    clientStateType: 'BACKUP',
    clientState: state.text,
  })
  for (const answer of answers.filter(({ status }) => status !== 200))
    await refused(answer, 404, 'code-not-valid')
})

test('five wrong codes close the way for a minute, also for the right one, and for nobody else @D12 @H3', async () => {
  const [caller, other] = [await makeCaller(onePhone), await makeCaller(onePhone)]
  await storeState(caller)
  await storeState(other)
  const { number, codes } = await begin(caller)
  const wrong = Array.from({ length: 30 }, () => randomUUID().slice(0, 22))
  const answers = await inLanes(wrong, 8, (code) => redeem(caller, code))
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 404)).toHaveLength(5)
  expect(statuses.filter((status) => status === 429)).toHaveLength(25)
  const problem = await refused(redeem(caller, codes.code), 429, 'limited')
  expect(problem.retryAfter).toBeGreaterThan(0)
  expect((await seen(caller, number)).redeemedAt).toBeNull()
  expect((await redeem(other, (await begin(other)).codes.code)).status).toBe(200)
})

test('right codes don’t count', async () => {
  const caller = await makeCaller(onePhone)
  await storeState(caller)
  for (let index = 0; index < 7; index++) {
    const { codes } = await begin(caller)
    expect((await redeem(caller, codes.code)).status).toBe(200)
  }
})

test('a state whose key is missing is not lost: the key is named, and the code stays good', async () => {
  const caller = await makeCaller(onePhone)
  const { id } = await storeState(caller)
  const { codes } = await begin(caller)
  await query(`UPDATE client_states SET key_id = 'gone-key' WHERE id = '${id}'`)
  for (let index = 0; index < 6; index++) {
    const problem = await refused(redeem(caller, codes.code), 503, 'key-missing')
    expect(problem.keyId).toBe('gone-key')
  }
  await query(`UPDATE client_states SET key_id = 'unit-test-key' WHERE id = '${id}'`)
  expect((await redeem(caller, codes.code)).status).toBe(200)
})

test('telling that a link was opened says nothing, whatever is sent, and is limited @D12', async () => {
  const caller = await makeCaller(onePhone)
  await storeState(caller)
  const { number, codes } = await begin(caller)
  const junk = ['', '{', [], {}, { code: 7 }, { code: '' }, { code: 'a'.repeat(300) }]
  for (const body of [...junk, { code: codes.typed }, { code: codes.code, more: 1 }]) {
    const answer = await call(postOpened, { body })
    expect({ status: answer.status, text: await answer.text() }).toEqual({
      status: 204,
      text: '',
    })
  }
  expect((await seen(caller, number)).openedAt).toBeNull()
  expect((await call(postOpened, { body: { code: codes.code } })).status).toBe(204)
  expect((await seen(caller, number)).openedAt).not.toBeNull()

  const headers = { 'X-Forwarded-For': newAddress() }
  const answers = await Promise.all(
    Array.from({ length: 125 }, () => call(postOpened, { body: {}, headers })),
  )
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(120)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
})

test('reports are for one’s own activations; others’ and unknown ones are refused alike @C2', async () => {
  const [owner, stranger] = [await makeCaller(onePhone), await makeCaller(onePhone)]
  await storeState(owner)
  const { number, codes } = await begin(owner)
  const started = { event: 'FACE_CHECK_STARTED' }
  await refused(report(owner, number, started), 404, 'not-found')
  await redeem(owner, codes.code)
  const foreign = await refused(report(stranger, number, started), 404, 'not-found')
  for (const id of ['AAAA-2222-BBBB', '../..', ''])
    expect(await refused(report(owner, id, started), 404, 'not-found')).toEqual(foreign)
  const bad = [
    { event: 'FAILED' },
    ...[1.5, 2 ** 53, '', ' 30004', 'a'.repeat(65), 'a\u0000b', 'a\u202eb', 'a\nb', null].map(
      (errorCode) => ({ event: 'FAILED', errorCode }),
    ),
    ...['', 6, 'a'.repeat(65), 'a\r\nb', null].map((errorModel) => ({
      ...{ event: 'FAILED', errorCode: 30004, errorModel },
    })),
    { event: 'BOUND', errorModel: 'NATIVE' },
    { event: 'FACE_CHECK_STARTED', errorCode: 1 },
    { event: 'BOUND', publicSigningKey: '' },
    { event: 'ELSE' },
    {},
  ]
  for (const body of bad) await refused(report(owner, number, body), 400, 'invalid')
  expect((await seen(owner, number)).failure).toBeNull()
})

test('a failure is answered with words for the person, in the language they read', async () => {
  const caller = await makeCaller(onePhone)
  await storeState(caller)
  const { number, codes } = await begin(caller)
  await redeem(caller, codes.code)
  const t = translator('en', messagesOf('en'))
  const pause = 'After 5 tries without success within 10 minutes, the face check pauses'
  const told = {
    'face-not-matched':
      /^Use even light.* pauses, usually for about 10 minutes\. Try again here\.$/,
    'locked-out': new RegExp(`not even support.*${pause}.* Then start again on the portal’s page`),
    'phone-not-able': /^Better light .* will not help\. Ask the maker of the app\./,
    storage: /Free some space.* Try again here\.$/,
    'no-place': /50 places.* on the portal’s page, then start again there\.$/,
    'app-problem': /Close the app, open it again and try once more\. If it happens again, ask /,
  } as const
  const reports = [
    [{ errorCode: 30004 }, 'face-not-matched'],
    [{ errorModel: 'NATIVE', errorCode: 30004 }, 'face-not-matched'],
    [{ errorModel: '6.0.0', errorCode: 3004 }, 'face-not-matched'],
    [{ errorCode: 'CORE_FACE_NOT_MATCHING' }, 'face-not-matched'],
    [{ errorCode: 539 }, 'no-place'],
    [{ errorCode: 30007 }, 'locked-out'],
    [{ errorModel: '6.0.0', errorCode: 3007 }, 'locked-out'],
    [{ errorCode: 20021 }, 'phone-not-able'],
    [{ errorModel: '6.0.0', errorCode: 1004 }, 'storage'],
    // Two meanings, a code of the other model, and what nobody knows yet.
    [{ errorCode: 1004 }, 'app-problem'],
    [{ errorModel: '6.0.0', errorCode: 30004 }, 'app-problem'],
    [{ errorModel: '7.1.0', errorCode: 3004 }, 'app-problem'],
    [{ errorModel: '6.0.0', errorCode: 'CORE_NEWER_ERROR' }, 'app-problem'],
    [{ errorCode: 999_999 }, 'app-problem'],
    [{ errorCode: -1 }, 'app-problem'],
    [{ errorCode: 2 ** 40 }, 'app-problem'],
  ] as const
  for (const [error, reason] of reports) {
    const answer = await report(caller, number, { event: 'FAILED', ...error })
    expect(await answer.json(), JSON.stringify(error)).toEqual({
      status: 'FAILED',
      failure: {
        reason,
        title: t(`sdkError.${reason}.title`),
        detail: expect.stringMatching(told[reason]),
        ...(reason === 'locked-out' ? { retryAfterSeconds: 600 } : {}),
      },
    })
  }
  expect((await seen(caller, number)).failure).toMatchObject({
    reason: 'app-problem',
    // No number of the SDK: it could be one to call.
    code: 'OTHER',
  })
  // What is not known is kept word for word.
  const kept = await query(
    `SELECT version::int, detail FROM audit_entries WHERE correlation_id = '${number}' AND type = 'activation-failed' ORDER BY id`,
  )
  expect(kept).toEqual(
    reports.map(([error]) => ({
      version: 2,
      detail: {
        code: String(error.errorCode),
        model: 'errorModel' in error ? error.errorModel : null,
      },
    })),
  )
  const pseudo = await call(postActivationReport, {
    token: await caller.token(),
    body: { event: 'FAILED', errorCode: 30004 },
    params: { activationId: number },
    headers: { 'Accept-Language': 'en-XA' },
  })
  expect(JSON.stringify(await pseudo.json())).toContain('[')
  const passed = await report(caller, number, { event: 'FACE_CHECK_PASSED' })
  expect(await passed.json()).toEqual({ status: 'FACE_CHECK_PASSED' })
  const bound = { event: 'BOUND', publicSigningKey: newSigningKey() }
  expect(await (await report(caller, number, bound)).json()).toEqual({
    status: 'FACE_CHECK_PASSED',
  })
})

test('an old phone makes a temporary state for its own activation, once, and of no other type', async () => {
  const [caller, stranger] = [await makeCaller(onePhone), await makeCaller(onePhone)]
  const { number, codes } = await begin(caller, { start: 'old-phone' })
  const temporary = backup({ clientStateType: 'TEMPORARY', activationId: number })
  // Not redeemed yet.
  await refused(upload(caller, temporary), 404, 'not-found')
  const redeemed = (await (await redeem(caller, codes.code)).json()) as object
  expect(redeemed).toMatchObject({ purpose: 'MAKE_STATE', clientStateType: 'TEMPORARY' })
  expect(redeemed).not.toHaveProperty('clientState')

  await refused(upload(caller, { ...temporary, clientStateType: 'BACKUP' }), 422, 'wrong-kind')
  await refused(upload(stranger, temporary), 404, 'not-found')
  expect(await storedFor(caller.userId)).toEqual([])
  expect(await storedFor(stranger.userId)).toEqual([])

  const answers = await Promise.all([1, 2, 3].map(() => upload(caller, temporary)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404, 404])
  const [state] = await storedFor(caller.userId)
  expect(await storedFor(caller.userId)).toHaveLength(1)
  expect(await seen(caller, number)).toMatchObject({ ending: 'stored' })

  const next = await begin(caller, { start: 'made-state', previous: number })
  const handed = (await (await redeem(caller, next.codes.code)).json()) as object
  expect(handed).toMatchObject({ clientState: temporary.clientState })
  // A temporary state goes with its one use.
  expect(await textOf(state?.id ?? '', caller.userId)).toBeNull()
})
