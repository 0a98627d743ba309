import { randomBytes, randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { postDeviceReport } from '@/lib/api/endpoints/report-device'
import { postClientState } from '@/lib/api/endpoints/store-client-state'
import { env, type Environment } from '@/lib/platform/env'
import { sha256 } from '@/lib/platform/crypto'
import { apiTest as test, call, refused, makeCaller, openid, type Caller } from './support/api-test'
import { query } from './support/database'
import { expect } from './support/test'

const state = { clientState: 'a state', clientStateType: 'BACKUP' }
const stored = (userId: string) => query(`SELECT id FROM client_states WHERE user_id = '${userId}'`)

/** The key of an app, and the proofs that it makes. */
class AppKey {
  private constructor(
    readonly pair: CryptoKeyPair,
    readonly thumbprint: string,
  ) {}

  static async make(): Promise<AppKey> {
    const pair = await generateKeyPair('ES256', { extractable: true })
    return new AppKey(pair, await calculateJwkThumbprint(await exportJWK(pair.publicKey)))
  }

  /** For a call that stores a client state, unless changed. */
  async proof(token: string, changes: Record<string, unknown> = {}): Promise<string> {
    const claims = {
      jti: randomUUID(),
      htm: 'POST',
      htu: `http://localhost:3000${postClientState.path}`,
      ath: sha256(token).toString('base64url'),
      ...changes,
    }
    return new SignJWT(claims)
      .setProtectedHeader({
        alg: 'ES256',
        typ: 'dpop+jwt',
        jwk: await exportJWK(this.pair.publicKey),
      })
      .setIssuedAt()
      .sign(this.pair.privateKey)
  }
}

const withProof = (token: string, proof?: string) => ({
  Authorization: `DPoP ${token}`,
  ...(proof === undefined ? {} : { DPoP: proof }),
})
const store = (headers: Record<string, string>) => call(postClientState, { body: state, headers })
const challengeOf = (answer: Response) => answer.headers.get('www-authenticate') ?? ''

/** Settings as an operator would have them, until the test ends. */
const settings = env
const changed: (() => void)[] = []
function set<Name extends keyof Environment>(name: Name, value: Environment[Name]): void {
  const before = settings()[name]
  changed.push(() => (settings()[name] = before))
  settings()[name] = value
}
test.afterEach(() => {
  for (const restore of changed.splice(0)) restore()
})

async function boundCaller(): Promise<{ caller: Caller; key: AppKey; token: string }> {
  const [caller, key] = [await makeCaller(), await AppKey.make()]
  return { caller, key, token: await caller.token({ cnf: { jkt: key.thumbprint } }) }
}

test('a token that is bound to a key is taken with a proof of that key, once for each proof @A3', async () => {
  const { caller, key, token } = await boundCaller()
  const proof = await key.proof(token)
  expect((await store(withProof(token, proof))).status).toBe(201)
  const again = await store(withProof(token, proof))
  expect(challengeOf(again)).toMatch(
    /^DPoP realm="recognize-portal", error="invalid_dpop_proof", algs="[^"]*ES256/,
  )
  await refused(again, 401, 'proof-not-valid')
  expect(await stored(caller.userId)).toHaveLength(1)
  expect((await store(withProof(token, await key.proof(token)))).status).not.toBe(401)
})

test('an opaque token that is bound to a key needs its proof as well @A3', async () => {
  const { caller, key } = await boundCaller()
  const token = openid.opaqueToken(caller.subject.subject, {
    recognize_user_id: caller.userId,
    cnf: { jkt: key.thumbprint },
  })
  await refused(store({ Authorization: `Bearer ${token}` }), 401, 'proof-not-valid')
  expect(await stored(caller.userId)).toEqual([])
  expect((await store(withProof(token, await key.proof(token)))).status).toBe(201)
})

test.describe('a bound token without its proof stores nothing @A3 @C1', () => {
  for (const [what, headersOf, code] of [
    ['as a bearer token', ({ token }) => ({ Authorization: `Bearer ${token}` }), 'proof-not-valid'],
    [
      'as a bearer token, with the proof beside it',
      async ({ token, key }) => ({
        Authorization: `Bearer ${token}`,
        DPoP: await key.proof(token),
      }),
      'proof-not-valid',
    ],
    ['without a proof', ({ token }) => withProof(token), 'proof-not-valid'],
    [
      'with somebody else’s proof',
      async ({ token }) => withProof(token, await (await AppKey.make()).proof(token)),
      'proof-not-valid',
    ],
    [
      'with a proof for another endpoint',
      async ({ token, key }) => {
        const htu = `http://localhost:3000${postDeviceReport.path}`
        return withProof(token, await key.proof(token, { htu }))
      },
      'proof-not-valid',
    ],
    [
      'with a proof for another method',
      async ({ token, key }) => withProof(token, await key.proof(token, { htm: 'PUT' })),
      'proof-not-valid',
    ],
    [
      'with a proof for another token',
      async ({ token, key }) => withProof(token, await key.proof('another')),
      'proof-not-valid',
    ],
  ] as readonly (readonly [
    string,
    (given: {
      token: string
      key: AppKey
    }) => Record<string, string> | Promise<Record<string, string>>,
    string,
  ])[])
    test(what, async () => {
      const { caller, key, token } = await boundCaller()
      const answer = await store(await headersOf({ token, key }))
      expect(challengeOf(answer)).toMatch(/^DPoP .*error="invalid_dpop_proof"/)
      await refused(answer, 401, code)
      expect(await stored(caller.userId)).toEqual([])
    })

  test('a token that isn’t bound, under the scheme of those that are', async () => {
    const [caller, key] = [await makeCaller(), await AppKey.make()]
    const token = await caller.token()
    await refused(store(withProof(token, await key.proof(token))), 401, 'token-not-valid')
    expect(await stored(caller.userId)).toEqual([])
  })
})

test('where a nonce is demanded, the answer brings it, and a proof with it is taken @A3', async () => {
  set('API_DPOP_NONCE', 'required')
  const { caller, key, token } = await boundCaller()
  const asked = await store(withProof(token, await key.proof(token)))
  expect(challengeOf(asked)).toMatch(/^DPoP .*error="use_dpop_nonce"/)
  const nonce = asked.headers.get('dpop-nonce') ?? ''
  await refused(asked, 401, 'proof-nonce-missing')
  expect(await stored(caller.userId)).toEqual([])
  expect((await store(withProof(token, await key.proof(token, { nonce })))).status).toBe(201)
  const made = await store(withProof(token, await key.proof(token, { nonce: 'made-up' })))
  await refused(made, 401, 'proof-nonce-missing')
})

test('where bound tokens are demanded, others store nothing @A3 @C1', async () => {
  set('API_BOUND_TOKENS', 'required')
  const { caller, key, token } = await boundCaller()
  const plain = await caller.token()
  const answer = await store({ Authorization: `Bearer ${plain}` })
  expect(challengeOf(answer)).toMatch(/^DPoP /)
  await refused(answer, 401, 'token-not-bound')
  await refused(store(withProof(plain, await key.proof(plain))), 401, 'token-not-bound')
  expect(await stored(caller.userId)).toEqual([])
  expect(challengeOf(await store({}))).toMatch(/^DPoP /)
  expect((await store(withProof(token, await key.proof(token)))).status).toBe(201)
})

test.describe('a token that is bound to a certificate @A3', () => {
  const der = Buffer.concat([Buffer.from([0x30, 0x82]), randomBytes(400)])
  const certificate = `:${der.toString('base64')}:`
  const cnf = { 'x5t#S256': sha256(der).toString('base64url') }
  const bearer = (token: string, sent?: string) => ({
    Authorization: `Bearer ${token}`,
    ...(sent === undefined ? {} : { 'Client-Cert': sent }),
  })

  test('is taken with that certificate, and refused with another, without one, or where no header is configured', async () => {
    const caller = await makeCaller()
    const token = await caller.token({ cnf })
    await refused(store(bearer(token, certificate)), 401, 'proof-not-valid')
    set('API_CLIENT_CERTIFICATE_HEADER', 'Client-Cert')
    const other = Buffer.concat([Buffer.from([0x30]), randomBytes(400)]).toString('base64')
    for (const sent of [undefined, `:${other}:`, `${certificate}, ${certificate}`, 'x']) {
      const answer = await store(bearer(token, sent))
      expect(challengeOf(answer)).toMatch(/^Bearer .*error="invalid_token"/)
      await refused(answer, 401, 'proof-not-valid')
    }
    expect(await stored(caller.userId)).toEqual([])
    expect((await store(bearer(token, certificate))).status).toBe(201)
  })

  test('and to a key needs both', async () => {
    set('API_CLIENT_CERTIFICATE_HEADER', 'Client-Cert')
    const [caller, key] = [await makeCaller(), await AppKey.make()]
    const token = await caller.token({ cnf: { ...cnf, jkt: key.thumbprint } })
    const headers = withProof(token, await key.proof(token))
    await refused(store(headers), 401, 'proof-not-valid')
    await refused(store(bearer(token, certificate)), 401, 'proof-not-valid')
    expect(await stored(caller.userId)).toEqual([])
    const both = { ...withProof(token, await key.proof(token)), 'Client-Cert': certificate }
    expect((await store(both)).status).toBe(201)
  })
})

test.describe('what the token says of the sign-in decides, where that is demanded (RFC 9470) @A6', () => {
  const seconds = () => Math.floor(Date.now() / 1000)
  const good = () => ({ acr: 'urn:example:mfa', auth_time: seconds() - 60 })

  test('a person with a strong, fresh sign-in is let through; any other is told what to ask for', async () => {
    set('API_ACR_VALUES', ['urn:example:mfa', 'urn:example:key'])
    set('API_MAX_AGE_SECONDS', 300)
    const caller = await makeCaller()
    for (const lacking of [
      { acr: undefined },
      { acr: 'urn:example:password' },
      { acr: 'urn:example:mfa urn:example:key' },
      { auth_time: undefined },
      { auth_time: seconds() - 301 },
      { auth_time: seconds() + 3_600 },
    ]) {
      const token = await caller.token({ ...good(), ...lacking })
      const answer = await store({ Authorization: `Bearer ${token}` })
      expect(challengeOf(answer)).toBe(
        'Bearer realm="recognize-portal", error="insufficient_user_authentication", acr_values="urn:example:mfa urn:example:key", max_age="300"',
      )
      const { title, detail } = await refused(answer, 401, 'sign-in-insufficient')
      expect(`${title} ${detail}`).toContain('sign in again')
    }
    expect(await stored(caller.userId)).toEqual([])
    const token = await caller.token(good())
    expect((await store({ Authorization: `Bearer ${token}` })).status).toBe(201)
  })

  test('a bound token is answered in its own scheme, after its proof', async () => {
    set('API_ACR_VALUES', ['urn:example:mfa'])
    const { key, token } = await boundCaller()
    await refused(store(withProof(token)), 401, 'proof-not-valid')
    const answer = await store(withProof(token, await key.proof(token)))
    expect(challengeOf(answer)).toMatch(
      /^DPoP .*error="insufficient_user_authentication", acr_values="urn:example:mfa"/,
    )
    expect(challengeOf(answer)).not.toContain('max_age')
    await refused(answer, 401, 'sign-in-insufficient')
  })

  test('a backend that imports is nobody who could sign in', async () => {
    set('API_ACR_VALUES', ['urn:example:mfa'])
    set('API_MAX_AGE_SECONDS', 300)
    const caller = await makeCaller()
    const token = await openid.jwt('idv-backend', { scope: 'recognize:import' })
    const body = { ...state, userId: caller.userId }
    expect((await call(postClientState, { token, body })).status).toBe(201)
  })
})
