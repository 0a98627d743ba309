import { generateKeyPairSync } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import { withCredentials } from '@/lib/auth/oidc/client/authenticate-client'
import { publicClientKeys } from '@/lib/auth/oidc/client/client-keys'
import { pushRequest } from '@/lib/auth/oidc/client/push-request'
import { introspectionEndpoint } from '@/lib/auth/oidc/provider'
import { env, type Environment } from '@/lib/platform/env'
import { parseClientKeys } from '@/lib/platform/settings/client-keys'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'
import { answer, withService } from './support/service'

useEnvironment()

const { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_CLIENT_ID: id } = ENVIRONMENT

// The configuration is the whole worker's.
const before = { ...env() }
const realNow = Date.now
afterEach(() => {
  Object.assign(env(), before)
  Date.now = realNow
})

const pem = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  key.export({ type: 'pkcs8', format: 'pem' }) as string
const keys = parseClientKeys(
  pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey) +
    pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
)

function by(how: Environment['AUTH_OIDC_CLIENT_AUTH']): void {
  Object.assign(env(), {
    AUTH_OIDC_CLIENT_AUTH: how,
    AUTH_OIDC_CLIENT_KEY: keys.ok ? keys.value : undefined,
  })
}

async function sent() {
  const { headers, body } = await withCredentials([['code', 'c']])
  return {
    authorization: new Headers(headers).get('authorization'),
    fields: Object.fromEntries(new URLSearchParams(body as URLSearchParams)),
  }
}

test('a secret goes where it is registered, and nowhere else @A7', async () => {
  const secret = ENVIRONMENT.AUTH_OIDC_CLIENT_SECRET
  by('client_secret_basic')
  expect(await sent()).toEqual({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    fields: { code: 'c' },
  })
  by('client_secret_post')
  expect(await sent()).toEqual({
    authorization: null,
    fields: { code: 'c', client_id: id, client_secret: secret },
  })
})

test('by certificate nothing but the name is sent: the proxy on the way out has the rest', async () => {
  by('tls_client_auth')
  expect(await sent()).toEqual({ authorization: null, fields: { code: 'c', client_id: id } })
})

test('by key a statement is signed with the first key, for the issuer alone, for a minute, and never twice @A1', async () => {
  by('private_key_jwt')
  const [first, second] = [await sent(), await sent()]
  expect(first.authorization).toBeNull()
  const { client_assertion: statement = '', ...others } = first.fields
  expect(others).toEqual({
    code: 'c',
    client_id: id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
  const [published] = publicClientKeys().keys
  if (published === undefined) throw new Error('no key is published')
  const { payload } = await jwtVerify(statement, await importJWK(published))
  const { iat = 0, exp = 0, jti = '', ...named } = payload
  // FAPI 2.0 wants the issuer as text; a list with the token endpoint would be good at another provider.
  expect(named).toEqual({ iss: id, sub: id, aud: issuer })
  expect(exp - iat).toBe(60)
  expect(jti).toMatch(/^[\w-]{43}$/)
  expect(decodeProtectedHeader(statement)).toMatchObject({ alg: 'PS256', kid: published.kid })
  expect(second.fields['client_assertion']).not.toBe(statement)
})

/** So late that nothing is left of what another spec of this process has kept of a provider. */
const dayAt = (day: number) => realNow() + (1_000 + day) * 86_400_000

const METADATA = {
  issuer,
  jwks_uri: `${issuer}/keys`,
  introspection_endpoint: `${issuer}/introspect`,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  mtls_endpoint_aliases: { introspection_endpoint: 'https://mtls.issuer.example/introspect' },
}

test('the endpoints for clients with a certificate are used by those alone (RFC 8705)', async () => {
  for (const [day, how, address] of [
    [1, 'client_secret_basic', METADATA.introspection_endpoint],
    [2, 'tls_client_auth', METADATA.mtls_endpoint_aliases.introspection_endpoint],
  ] as const) {
    Date.now = () => dayAt(day)
    by(how)
    expect(await withService([answer(METADATA)], introspectionEndpoint)).toBe(address)
  }
})

test('a request is pushed where the setting or the provider asks for it, and only there @A1', async () => {
  const plain = `${issuer}/auth?client_id=${id}&state=s&scope=openid`
  const pushed = `${issuer}/auth?client_id=${id}&request_uri=urn%3Aexample%3A1`
  for (const [day, par, metadata, left] of [
    [11, 'when-required', {}, plain],
    [12, 'when-required', { require_pushed_authorization_requests: true }, pushed],
    [13, 'always', {}, pushed],
  ] as const) {
    Date.now = () => dayAt(day)
    env().AUTH_OIDC_PAR = par
    const services = [
      answer({ ...METADATA, ...metadata }),
      answer({ request_uri: 'urn:example:1' }),
    ]
    await withService(services, async (calls) => {
      expect(await pushRequest(plain)).toBe(left)
      const posts = calls.filter(({ init }) => init.method === 'POST')
      expect(posts.map(({ url }) => url)).toEqual(left === pushed ? [`${issuer}/par`] : [])
      for (const { init } of posts)
        expect(Object.fromEntries(init.body as URLSearchParams)).toEqual({
          client_id: id,
          state: 's',
          scope: 'openid',
        })
    })
  }
})

test('where pushing is asked for and the provider has no place for it, nothing is sent @A1 @A4', async () => {
  Date.now = () => dayAt(21)
  env().AUTH_OIDC_PAR = 'always'
  const { pushed_authorization_request_endpoint: _, ...without } = METADATA
  await withService([answer(without)], async (calls) => {
    await expect(pushRequest(`${issuer}/auth?state=s`)).rejects.toMatchObject({
      reason: 'provider-profile',
      missing: ['pushed_authorization_request_endpoint'],
    })
    expect(calls).toHaveLength(1)
  })
})
