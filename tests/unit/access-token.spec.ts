import { expect, test } from 'vitest'
import { createLocalJWKSet, SignJWT, UnsecuredJWT } from 'jose'
import { readIntrospection, readJwt } from '@/lib/auth/oidc/access-token'
import { newUserId } from '../builders/rows'
import { newKey } from '../integration/support/openid'

const issuer = 'https://issuer.example'
const audience = 'https://devices.example/api/v1'
const clientSecret = 'a-client-secret-that-is-long-enough-for-hmac'
const [own, foreign] = [await newKey('own'), await newKey('own')]
const expected = {
  issuer,
  audience,
  names: { userId: 'recognize_user_id', externalUserId: 'sub' },
  keys: createLocalJWKSet({ keys: [own.publicJwk] }),
}
const at = new Date('2026-04-20T09:00:00.000Z')
const seconds = at.getTime() / 1000

/** Changes to the claims of a good token; undefined leaves a claim out. */
type Changes = Record<string, unknown>

function claims(changes: Changes = {}): Changes {
  const given = {
    iss: issuer,
    sub: 'ada',
    aud: audience,
    client_id: 'recognize-app',
    scope: 'recognize:activate recognize:report',
    iat: seconds,
    exp: seconds + 300,
    ...changes,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function signed(changes: Changes = {}, header: Changes = {}, key = own.privateKey) {
  return new SignJWT(claims(changes))
    .setProtectedHeader({ alg: 'ES256', kid: 'own', typ: 'at+jwt', ...header })
    .sign(key)
}

const refused: Record<string, () => Promise<string>> = {
  'a signature by a foreign key': () => signed({}, {}, foreign.privateKey),
  'a key that isn’t the issuer’s': () => signed({}, { kid: 'other' }),
  'no signature': async () => (await signed()).replace(/[^.]+$/, ''),
  'a payload that was changed after signing': async () => {
    const [header, , signature] = (await signed()).split('.')
    const payload = Buffer.from(JSON.stringify(claims({ sub: 'ben' }))).toString('base64url')
    return [header, payload, signature].join('.')
  },
  'alg none': async () => new UnsecuredJWT(claims()).encode(),
  'HS256 with the client secret': () =>
    new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: 'own', typ: 'at+jwt' })
      .sign(new TextEncoder().encode(clientSecret)),
  'another issuer': () => signed({ iss: 'https://evil.example' }),
  'an issuer with a slash more': () => signed({ iss: `${issuer}/` }),
  'no issuer': () => signed({ iss: undefined }),
  'another audience': () => signed({ aud: 'https://other.example/api' }),
  'the portal’s origin as its audience': () => signed({ aud: 'https://devices.example' }),
  'no audience': () => signed({ aud: undefined }),
  'an end in the past': () => signed({ iat: seconds - 600, exp: seconds - 60 }),
  'no end': () => signed({ exp: undefined }),
  'an issue time in the future': () => signed({ iat: seconds + 120 }),
  'a start in the future': () => signed({ nbf: seconds + 120 }),
  'no subject': () => signed({ sub: undefined }),
  'an empty subject': () => signed({ sub: '' }),
  'a subject of endless length': () => signed({ sub: 'a'.repeat(256) }),
  'the client as its audience, as an ID token has': () => signed({ aud: 'recognize-portal' }),
  'a nonce, as an ID token has': () => signed({ nonce: 'n' }, { typ: 'JWT' }),
  'a hash of the access token, as an ID token has': () => signed({ at_hash: 'h' }, { typ: 'JWT' }),
  'an event, as a logout token has': () =>
    signed({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }),
  'the type of a logout token': () => signed({}, { typ: 'logout+jwt' }),
  'the type of an ID token': () => signed({}, { typ: 'id_token+jwt' }),
  'the type of a proof': () => signed({}, { typ: 'dpop+jwt' }),
  'a binding to a key that is no thumbprint': () => signed({ cnf: { jkt: 'thumbprint' } }),
  'a binding of a kind that isn’t understood': () => signed({ cnf: { kid: 'a-key' } }),
  'a binding beside one that isn’t understood': () =>
    signed({ cnf: { jkt: 'a'.repeat(43), kid: 'a-key' } }),
  'a binding to nothing': () => signed({ cnf: {} }),
  'a scope that is no text': () => signed({ scope: 7 }),
}

for (const [what, token] of Object.entries(refused))
  test(`an access token with ${what} is not accepted @A2 @A3`, async () => {
    expect(await readJwt(await token(), expected, at)).toBeNull()
  })

test('a good token says for whom, through which app and for what', async () => {
  const userId = newUserId()
  expect(await readJwt(await signed({ recognize_user_id: userId }), expected, at)).toEqual({
    issuer,
    subject: 'ada',
    clientId: 'recognize-app',
    scopes: ['recognize:activate', 'recognize:report'],
    claimedUserId: userId,
    externalUserId: 'ada',
    binding: null,
    acr: null,
    authenticatedAt: null,
  })
})

test('a good token says what it is bound to, and how the person signed in', async () => {
  const thumbprint = 'T'.repeat(43)
  const token = await signed({
    cnf: { jkt: thumbprint, 'x5t#S256': 'C'.repeat(43) },
    acr: 'urn:example:mfa',
    auth_time: seconds - 60,
  })
  expect(await readJwt(token, expected, at)).toMatchObject({
    binding: { key: thumbprint, certificate: 'C'.repeat(43) },
    acr: 'urn:example:mfa',
    authenticatedAt: new Date(at.getTime() - 60_000),
  })
})

test('what providers write differently is understood alike', async () => {
  const scopes = async (changes: Changes) =>
    (await readJwt(await signed({ scope: undefined, ...changes }), expected, at))?.scopes
  expect(await scopes({ scp: ['a', 'b'] })).toEqual(['a', 'b'])
  expect(await scopes({ scp: 'a b' })).toEqual(['a', 'b'])
  expect(await scopes({})).toEqual([])
  const client = async (changes: Changes) =>
    (await readJwt(await signed({ client_id: undefined, ...changes }), expected, at))?.clientId
  expect(await client({ azp: 'app' })).toBe('app')
  expect(await client({})).toBe('not-stated')
  for (const typ of [undefined, 'JWT', 'AT+JWT', 'application/at+jwt'])
    expect(await readJwt(await signed({}, { typ }), expected, at)).not.toBeNull()
  const several = await signed({ aud: ['https://other.example', audience] })
  expect(await readJwt(several, expected, at)).not.toBeNull()
})

test('clocks may differ by half a minute, not more @A3', async () => {
  for (const changes of [{ iat: seconds + 20 }, { exp: seconds - 20 }, { nbf: seconds + 20 }])
    expect(await readJwt(await signed(changes), expected, at)).not.toBeNull()
  for (const changes of [{ iat: seconds + 40 }, { exp: seconds - 40 }, { nbf: seconds + 40 }])
    expect(await readJwt(await signed(changes), expected, at)).toBeNull()
})

test('what the provider says of a token is only taken when it is good, and for here @A3', () => {
  const answer = (changes: Changes = {}) =>
    readIntrospection({ active: true, ...claims(changes) }, expected, at)
  for (const changes of [
    { active: false },
    { active: 'true' },
    { active: null },
    { iss: 'https://evil.example' },
    { aud: 'https://other.example' },
    { aud: undefined },
    { exp: seconds - 60 },
    { exp: undefined },
    { iat: seconds + 120 },
    { sub: undefined },
    { cnf: { jkt: 'thumbprint' } },
  ])
    expect(answer(changes), JSON.stringify(changes)).toBeNull()
  expect(answer({ iss: undefined })).toMatchObject({ issuer, subject: 'ada' })
})
