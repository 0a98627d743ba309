import { randomUUID } from 'node:crypto'
import { postClientState } from '@/lib/api/endpoints/store-client-state'
import { postDeviceReport } from '@/lib/api/endpoints/report-device'
import { newSigningKey, phoneRow } from '../builders/rows'
import { ENVIRONMENT } from '../builders/environment'
import { apiTest as test, call, refused, makeCaller, openid } from './support/api-test'
import { query } from './support/database'
import { newKey, type Ailment } from './support/openid'
import { expect, recognize } from './support/test'

const state = { clientState: 'a state', clientStateType: 'BACKUP' }

const stored = (userId: string) => query(`SELECT id FROM client_states WHERE user_id = '${userId}'`)

test.describe('without a good token nothing is stored, and the service isn’t asked @A3 @C1', () => {
  for (const [what, status, code, changes] of [
    ['no token', 401, 'token-missing', null],
    ['one of another issuer', 401, 'token-not-valid', { iss: 'https://evil.example' }],
    ['one for another API', 401, 'token-not-valid', { aud: 'https://other.example' }],
    ['an ID token', 401, 'token-not-valid', { aud: ENVIRONMENT.AUTH_OIDC_CLIENT_ID, nonce: 'n' }],
    ['one that has expired', 401, 'token-not-valid', { exp: 1_700_000_000 }],
    ['one without a scope', 403, 'scope-missing', { scope: undefined }],
    ['one with other scopes', 403, 'scope-missing', { scope: 'openid recognize:report' }],
    ['one with half a scope', 403, 'scope-missing', { scope: 'recognize:client-state' }],
  ] as const)
    test(what, async () => {
      const caller = await makeCaller()
      const token = changes && (await caller.token(changes))
      const answer = await call(postClientState, { token, body: state })
      await refused(answer, status, code)
      const challenge = answer.headers.get('www-authenticate') ?? ''
      expect(challenge).toMatch(/^Bearer realm="recognize-portal"/)
      expect(challenge.includes('error="insufficient_scope"')).toBe(code === 'scope-missing')
      expect(challenge.includes('error="invalid_token"')).toBe(code === 'token-not-valid')
      expect(await stored(caller.userId)).toEqual([])
      expect(await recognize.journal({ userId: caller.userId })).toEqual([])
    })

  for (const [what, authorization] of [
    ['another scheme', 'Basic YTpi'],
    ['no token after the scheme', 'Bearer '],
    ['two tokens', 'Bearer a, Bearer b'],
    ['a token with a line end in it', 'Bearer a%0ab'],
    ['a token of endless length', `Bearer ${'a'.repeat(20_000)}`],
  ] as const)
    test(what, async () => {
      const caller = await makeCaller()
      const asked = openid.askedAs.length
      const headers = { Authorization: authorization }
      await refused(call(postClientState, { body: state, headers }), 401, 'token-not-valid')
      expect(await stored(caller.userId)).toEqual([])
      expect(openid.askedAs).toHaveLength(asked)
    })
})

test('a good token of a person stores a state for that very person @C2', async () => {
  const caller = await makeCaller()
  const answer = await call(postClientState, { token: await caller.token(), body: state })
  expect(answer.status).toBe(201)
  expect(await stored(caller.userId)).toHaveLength(1)
})

test('a token that can’t be read is asked about, as the portal’s own client', async () => {
  const { subject, userId } = await makeCaller()
  const claims = { recognize_user_id: userId }
  const bad = [
    `opaque-${randomUUID()}`,
    openid.opaqueToken(subject.subject, { ...claims, active: false }),
    openid.opaqueToken(subject.subject, { ...claims, aud: 'https://other.example' }),
    openid.opaqueToken(subject.subject, { ...claims, aud: undefined }),
    openid.opaqueToken(subject.subject, { ...claims, iss: 'https://evil.example' }),
    openid.opaqueToken(subject.subject, { ...claims, exp: 1_700_000_000 }),
  ]
  for (const token of bad)
    await refused(call(postClientState, { token, body: state }), 401, 'token-not-valid')
  const scopeless = openid.opaqueToken(subject.subject, { ...claims, scope: 'openid' })
  await refused(call(postClientState, { token: scopeless, body: state }), 403, 'scope-missing')
  expect(await stored(userId)).toEqual([])

  const token = openid.opaqueToken(subject.subject, claims)
  expect((await call(postClientState, { token, body: state })).status).toBe(201)
  const { AUTH_OIDC_CLIENT_ID, AUTH_OIDC_CLIENT_SECRET } = ENVIRONMENT
  const credentials = `${AUTH_OIDC_CLIENT_ID}:${AUTH_OIDC_CLIENT_SECRET}`
  expect(openid.askedAs.at(-1)).toBe(`Basic ${Buffer.from(credentials).toString('base64')}`)
})

test('somebody whom the service doesn’t know behind their token is told so', async () => {
  const token = await openid.jwt(`person-${randomUUID()}`)
  await refused(call(postClientState, { token, body: state }), 403, 'not-known')
})

test('a person without the claim is found by their external ID', async () => {
  const publicSigningKey = newSigningKey()
  const { userId } = await makeCaller()
  const subject = `person-${randomUUID()}`
  await recognize.putPerson(userId, {
    rows: [phoneRow({ userId, publicSigningKey })],
    externalUserIds: [subject],
  })
  const answer = await call(postDeviceReport, {
    token: await openid.jwt(subject),
    body: { publicSigningKey },
  })
  expect(answer.status).toBe(204)
})

test.describe('a provider that can’t be asked is no reason to call a token bad, nor to take it @J3', () => {
  // Metadata and keys are kept for minutes, so the clock is put on for what asks for them again.
  const realNow = Date.now
  let ahead = 0
  test.beforeEach(() => {
    ahead += 20 * 60_000
    Date.now = () => realNow() + ahead
  })
  test.afterEach(() => {
    Date.now = realNow
  })

  for (const ailment of [
    'discovery-500',
    'keys-500',
    'keys-html',
    'introspection-500',
    'introspection-html',
  ] as const satisfies readonly Ailment[])
    test(ailment, async () => {
      const caller = await makeCaller()
      openid.ailment = ailment
      const token = ailment.startsWith('introspection')
        ? openid.opaqueToken(caller.subject.subject)
        : await caller.token()
      await refused(call(postClientState, { token, body: state }), 503, 'provider-down')
      expect(await stored(caller.userId)).toEqual([])
    })

  test('a new key of the provider is fetched when a token names it, and the old one is done with @A2', async () => {
    const caller = await makeCaller()
    const before = await caller.token({ iat: undefined })
    const body = state
    expect((await call(postClientState, { token: before, body })).status).toBe(201)
    openid.key = await newKey()
    // As long as a key that nobody knows may be asked for only so often.
    ahead += 31_000
    const after = await caller.token({ iat: undefined })
    expect((await call(postClientState, { token: after, body })).status).toBe(201)
    await refused(call(postClientState, { token: before, body }), 401, 'token-not-valid')
  })
})
