import { expect, test } from 'vitest'
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { readIdToken } from '@/lib/auth/oidc/id-token'
import { useEnvironment } from '../builders/environment'

useEnvironment()

const ALGORITHMS = {
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  Ed25519: ['EdDSA'],
} as const

const made = await Promise.all(
  (['RS256', 'ES256', 'ES384', 'EdDSA'] as const).map(async (alg) => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
    return { secret: await exportJWK(privateKey), open: await exportJWK(publicKey) }
  }),
)
const issuer = 'https://issuer.example'
const now = () => Math.floor(Date.now() / 1000)
const names = {
  userId: 'recognize_user_id',
  externalUserId: 'sub',
  addresses: 'email',
  roles: 'roles',
  roleValues: { support: 'desk', auditor: 'audit' },
}

/** Reads a token with these claims beside the good ones, signed with `alg`. */
async function read(changes: object = {}, alg = 'ES256', nameChanges: object = {}, at = now()) {
  const place = Object.values(ALGORITHMS).findIndex((some) => some.some((one) => one === alg))
  const { secret, open } = made[place] ?? {}
  if (!secret || !open) throw new Error(`no key for ${alg}`)
  const claims = {
    iss: issuer,
    sub: 'ada',
    aud: 'portal',
    iat: now(),
    exp: now() + 300,
    ...changes,
  }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg, kid: 'k' })
    .sign(await importJWK(secret, alg))
  const keys = createLocalJWKSet({ keys: [{ ...open, kid: 'k' }] })
  const expected = { issuer, clientId: 'portal', keys, names: { ...names, ...nameChanges } }
  return readIdToken(token, expected, new Date(at * 1000))
}

test('a token from the future, or for another party, is refused with the reason @A3', async () => {
  await expect(read({ iat: now() + 300 })).rejects.toMatchObject({ reason: 'token-times' })
  for (const party of [
    { azp: 'other' },
    { aud: ['portal', 'other'] },
    { aud: ['portal', 'other'], azp: 'other' },
  ])
    await expect(read(party)).rejects.toMatchObject({ reason: 'token-audience' })
  for (const party of [{ aud: ['portal'] }, { aud: ['portal', 'other'], azp: 'portal' }])
    expect((await read(party)).subject).toBe('ada')
})

for (const alg of Object.values(ALGORITHMS).flat())
  test(`a token that is signed with ${alg} is read @A2`, async () => {
    expect((await read({}, alg)).subject).toBe('ada')
  })

test('a token may be issued a minute ahead, to the second @A3', async () => {
  const at = now()
  const issued = (ahead: number) => read({ iat: at + ahead, exp: at + 300 }, 'ES256', {}, at)
  expect((await issued(60)).subject).toBe('ada')
  await expect(issued(61)).rejects.toMatchObject({ reason: 'token-times' })
})

test('when and by what somebody was authenticated is what the token says, or nothing @A6 @A10', async () => {
  expect(await read()).toMatchObject({
    authenticatedAt: null,
    acr: null,
    amr: [],
    providerSession: null,
  })
  const stated = { auth_time: 1_700_000_000, acr: 'mfa', amr: ['pwd', 'otp'], sid: 's-1' }
  expect(await read(stated)).toMatchObject({
    authenticatedAt: new Date(1_700_000_000_000),
    acr: 'mfa',
    amr: ['pwd', 'otp'],
    providerSession: 's-1',
  })
  const many = Array.from({ length: 30 }, (_, place) => `m${place}`)
  expect((await read({ amr: many })).amr).toEqual(many.slice(0, 20))
  for (const amr of [7, null, [7], {}]) expect((await read({ amr })).amr).toEqual([])
})

test('the first name that is stated is the one', async () => {
  const all = { name: 'Ada L.', preferred_username: 'ada', given_name: 'Ada' }
  expect((await read(all)).displayName).toBe('Ada L.')
  expect((await read({ ...all, name: ' ' })).displayName).toBe('ada')
  expect((await read({ given_name: 'Ada' })).displayName).toBe('Ada')
})

test('white space of any length stands between roles @C1', async () => {
  expect((await read({ roles: 'staff  desk, \t audit' })).roles).toEqual(['support', 'auditor'])
})

test('only the e-mail claim can be unverified; one address in two cases is one', async () => {
  const addresses = async (changes: object, nameChanges = {}) =>
    (await read(changes, 'ES256', nameChanges)).addresses
  const stated = { email: 'a@b.example', contact: 'c@d.example', email_verified: false }
  expect(await addresses(stated)).toEqual([])
  expect(await addresses(stated, { addresses: 'contact' })).toEqual(['c@d.example'])
  expect(await addresses({ ...stated, email_verified: 'false' })).toEqual(['a@b.example'])
  expect(await addresses({ email: ['A@b.example', 'a@B.example', 'x@b.example'] })).toEqual([
    'A@b.example',
    'x@b.example',
  ])
  for (const odd of ['a@b', 'a..b@c.example', 'ä@b.example'])
    expect([odd, (await addresses({ email: odd })).length <= 1]).toEqual([odd, true])
})
