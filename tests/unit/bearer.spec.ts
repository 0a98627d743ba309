import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { apiAudience, readAccessToken } from '@/lib/auth/oidc/access-token'
import { fail, succeed } from '@/lib/platform/result'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'
import { answer, logged, withService, type Service } from './support/service'

useEnvironment()

const issuer = ENVIRONMENT.AUTH_OIDC_ISSUER
const pair = await generateKeyPair('ES256', { extractable: true })
const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'own', alg: 'ES256' }

// Metadata and keys are kept for minutes, so each test has a day of its own.
const realNow = Date.now
let days = 0
beforeEach(() => {
  days += 1
  Date.now = () => realNow() + days * 86_400_000
})
afterEach(() => {
  Date.now = realNow
})

const GOOD: Record<string, Service> = {
  '/.well-known/openid-configuration': answer({
    issuer,
    jwks_uri: `${issuer}/keys`,
    introspection_endpoint: `${issuer}/introspect`,
  }),
  '/keys': answer({ keys: [jwk] }),
  '/introspect': answer({ active: false }),
}

const callWith = (authorization: string | null) =>
  new Request(`${ENVIRONMENT.AUTH_URL}/api/v1/devices/report`, {
    method: 'POST',
    headers: authorization === null ? {} : { authorization },
  })
const refused = (code: string) =>
  fail({ code, ...(code === 'token-missing' ? {} : { scheme: 'Bearer' }) })

/** A provider that answers as good ones do, but for `changes`; gives the result and the paths that were asked. */
async function read(
  authorization: string | null,
  changes: Record<string, Service> = {},
  scopes: readonly string[] = ['recognize:report'],
) {
  const provider: Service = (sent) => {
    const { pathname } = new URL(sent.url)
    const service = { ...GOOD, ...changes }[pathname]
    if (!service) throw new Error(`nothing is at ${pathname}`)
    return service(sent)
  }
  return withService([provider], async (sent) => {
    const bound = { take: async () => succeed(undefined), giveBack: async () => undefined }
    const result = await readAccessToken(
      callWith(authorization),
      scopes,
      bound,
      new Date(Date.now()),
    )
    return { result, asked: sent.map(({ url }) => new URL(url).pathname) }
  })
}

const seconds = () => Math.floor(Date.now() / 1000)
const claims = (changes: object = {}) => ({
  iss: issuer,
  sub: 'ada',
  aud: apiAudience(),
  client_id: 'app',
  scope: 'recognize:report  recognize:activate',
  iat: seconds(),
  exp: seconds() + 300,
  ...changes,
})
const jwt = (changes: object = {}) =>
  new SignJWT(claims(changes))
    .setProtectedHeader({ alg: 'ES256', kid: 'own' })
    .sign(pair.privateKey)

test('what is no bearer token is refused, and the provider isn’t asked @A3', async () => {
  for (const [header, code] of [
    [null, 'token-missing'],
    ['', 'token-not-valid'],
    ['Bearer', 'token-not-valid'],
    ['Bearer ', 'token-not-valid'],
    ['Bearera', 'token-not-valid'],
    ['x Bearer a', 'token-not-valid'],
    ['Bearer a b', 'token-not-valid'],
    ['Bearer a,b', 'token-not-valid'],
    ['Bearer =', 'token-not-valid'],
    [`Bearer ${'a'.repeat(16_001)}`, 'token-not-valid'],
  ] as const)
    expect([header, await read(header)]).toEqual([header, { result: refused(code), asked: [] }])
})

test('a token that looks like a JWT is never asked about, anything else always is @A2 @A3', async () => {
  const isAsked = async (token: string) => {
    const { result, asked } = await read(`Bearer ${token}`)
    expect([token, result]).toEqual([token, refused('token-not-valid')])
    return asked.includes('/introspect')
  }
  for (const token of ['aa.bb.cc', 'aa.bb.', '-_.-_.-_', `${await jwt({ aud: 'other' })}`])
    expect([token, await isAsked(token)]).toEqual([token, false])
  for (const token of [
    'aa',
    'aa.bb',
    '.bb.cc',
    'aa..cc',
    'aa.bb.cc.dd',
    '~aa.bb.cc',
    'aa.bb.cc~',
    'aa.b~.cc',
    'aa.bb==',
  ])
    expect([token, await isAsked(token)]).toEqual([token, true])
})

test('a provider that gives no keys or no word on a token is no reason to call it bad @A8 @J3', async () => {
  const failing = [
    answer({}, { status: 500 }),
    () => new Response('<html>'),
    answer({ keys: 7 }),
    answer(null),
    () => Promise.reject(new TypeError('fetch failed')),
  ]
  const [opaque, signed] = ['opaque-token', await jwt()]
  for (const service of failing)
    for (const [path, token] of [
      ['/introspect', opaque],
      ['/keys', signed],
      ['/.well-known/openid-configuration', signed],
    ] as const) {
      Date.now = () => realNow() + ++days * 86_400_000
      const lines = await logged(async () => {
        const { result } = await read(`Bearer ${token}`, { [path]: service })
        expect([path, result]).toEqual([path, fail({ code: 'provider-down' })])
      })
      expect(lines).toEqual([
        ['warn', { err: expect.any(Error) }, 'an access token could not be checked'],
      ])
    }
})

test('a fault of our own is not called the provider’s', async () => {
  const bound = {
    take: () => Promise.reject(new Error('the limits are broken')),
    giveBack: async () => undefined,
  }
  const reading = readAccessToken(callWith('Bearer opaque'), ['a'], bound, new Date())
  await expect(reading).rejects.toThrow('the limits are broken')
})

test('one of the scopes is enough, none is not; both kinds of token are read alike @A3', async () => {
  const good = { ...claims(), active: true }
  const introspected = { '/introspect': answer(good) }
  for (const [header, changes] of [
    [`Bearer ${await jwt()}`, {}],
    [`bearer   ${await jwt()}`, {}],
    ['BEARER some-opaque-token==', introspected],
  ] as const) {
    const { result } = await read(header, changes, ['recognize:activate', 'other'])
    expect(result).toEqual(
      succeed({
        issuer,
        subject: 'ada',
        clientId: 'app',
        scopes: ['recognize:report', 'recognize:activate'],
        claimedUserId: null,
        externalUserId: 'ada',
        binding: null,
        acr: null,
        authenticatedAt: null,
      }),
    )
    for (const scopes of [['recognize'], ['other'], []])
      expect((await read(header, changes, scopes)).result).toEqual(refused('scope-missing'))
  }
})

test('of an introspected token the last second counts, as of a JWT @A3', async () => {
  const at = Math.floor(Date.now() / 1000)
  Date.now = () => at * 1000
  for (const [change, isGood] of [
    [{ exp: at - 30 }, false],
    [{ exp: at - 29 }, true],
    [{ iat: at + 31 }, false],
    [{ iat: at + 30 }, true],
    [{ iat: undefined }, true],
    [{ iss: undefined }, true],
    [{ iss: 'https://evil.example' }, false],
    [{ aud: ['other', apiAudience()] }, true],
    [{ aud: 'other' }, false],
    [{ active: 'true' }, false],
  ] as const) {
    const token = `opaque-${JSON.stringify(change).replace(/\W/g, '')}`
    const said = { ...claims(), active: true, ...change }
    const { result } = await read(`Bearer ${token}`, { '/introspect': answer(said) })
    expect([change, result.ok]).toEqual([change, isGood])
  }
})
