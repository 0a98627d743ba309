import { expect, test } from '@playwright/test'
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { readIdToken } from '@/lib/identity/id-token'
import { newUserId } from '../builders/rows'

const issuer = 'https://issuer.example'
const clientId = 'recognize-portal'
const clientSecret = 'a-client-secret-that-is-long-enough-for-hmac'
const [own, foreign] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')])
const keys = createLocalJWKSet({
  keys: [{ ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'ES256', use: 'sig' }],
})
const names = {
  userId: 'recognize_user_id',
  externalUserId: 'sub',
  addresses: 'email',
  roles: 'roles',
  roleValues: { support: 'desk', auditor: 'audit' },
}
/** Changes to the claims of a good token; undefined leaves a claim out. */
type Changes = Record<string, unknown>

const expected = { issuer, clientId, keys, names }

const now = () => Math.floor(Date.now() / 1000)

function claims(changes: Changes = {}): Changes {
  const given = { iss: issuer, sub: 'ada', aud: clientId, iat: now(), exp: now() + 300, ...changes }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function signed(changes: Changes = {}, key = own.privateKey): Promise<string> {
  return new SignJWT(claims(changes)).setProtectedHeader({ alg: 'ES256', kid: 'own' }).sign(key)
}

const refused: Record<string, () => Promise<string>> = {
  'a signature by a foreign key': () => signed({}, foreign.privateKey),
  'a garbage signature': async () => (await signed()).replace(/[^.]+$/, 'A'.repeat(86)),
  'no signature': async () => (await signed()).replace(/[^.]+$/, ''),
  'a payload that was changed after signing': async () => {
    const [header, , signature] = (await signed()).split('.')
    const payload = Buffer.from(JSON.stringify(claims({ sub: 'ben' }))).toString('base64url')
    return [header, payload, signature].join('.')
  },
  'alg none': async () => new UnsecuredJWT(claims()).encode(),
  'HS256 with the client secret': () =>
    new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: 'own' })
      .sign(new TextEncoder().encode(clientSecret)),
  'another issuer': () => signed({ iss: 'https://evil.example' }),
  'an issuer with a slash more': () => signed({ iss: `${issuer}/` }),
  'no issuer': () => signed({ iss: undefined }),
  'another audience': () => signed({ aud: 'other-client' }),
  'no audience': () => signed({ aud: undefined }),
  'several audiences without an authorised party': () => signed({ aud: [clientId, 'other'] }),
  'several audiences for another party': () => signed({ aud: [clientId, 'other'], azp: 'other' }),
  'the right audience for another party': () => signed({ azp: 'other' }),
  'an end in the past': () => signed({ iat: now() - 600, exp: now() - 60 }),
  'no end': () => signed({ exp: undefined }),
  'an issue time in the future': () => signed({ iat: now() + 120 }),
  'no issue time': () => signed({ iat: undefined }),
  'a start in the future': () => signed({ nbf: now() + 120 }),
  'no subject': () => signed({ sub: undefined }),
  'an empty subject': () => signed({ sub: '' }),
  'a subject of endless length': () => signed({ sub: 'a'.repeat(256) }),
  'no token at all': async () => '',
  'text that is no token': async () => 'not.a.token',
}

for (const [what, token] of Object.entries(refused))
  test(`an ID token with ${what} signs nobody in`, { tag: ['@A2', '@A3'] }, async () => {
    await expect(readIdToken(await token(), expected)).rejects.toThrow()
  })

test('a good token says who it is', async () => {
  const userId = newUserId()
  const authTime = now() - 30
  const token = await signed({
    name: ' Ada Okafor ',
    recognize_user_id: userId,
    roles: ['desk', 'staff'],
    auth_time: authTime,
    acr: 'urn:example:mfa',
    amr: ['pwd', 'otp'],
    sid: 'provider-session-1',
  })
  expect(await readIdToken(token, expected)).toEqual({
    issuer,
    subject: 'ada',
    displayName: 'Ada Okafor',
    addresses: [],
    roles: ['support'],
    claimedUserId: userId,
    externalUserId: 'ada',
    authenticatedAt: new Date(authTime * 1000),
    acr: 'urn:example:mfa',
    amr: ['pwd', 'otp'],
    providerSession: 'provider-session-1',
  })
})

test('a sign-in of which the token doesn’t say what kind it was is of none @A6', async () => {
  for (const acr of [undefined, '', ' ', 0, null, ['urn:example:mfa'], 'x'.repeat(600)])
    expect((await readIdToken(await signed({ acr }), expected)).acr).toBeNull()
})

test('several audiences are fine when the portal is the authorised party @A3', async () => {
  const token = await signed({ aud: [clientId, 'other'], azp: clientId })
  expect((await readIdToken(token, expected)).subject).toBe('ada')
})

test('clocks may differ by half a minute, not more', { tag: ['@A3'] }, async () => {
  for (const changes of [{ iat: now() + 20 }, { exp: now() - 20 }, { nbf: now() + 20 }])
    await expect(readIdToken(await signed(changes), expected)).resolves.toBeTruthy()
  await expect(readIdToken(await signed({ iat: now() + 60 }), expected)).rejects.toThrow()
})

test.describe('a Recognize user ID that is none is not taken for one', { tag: ['@D7'] }, () => {
  for (const value of [
    undefined,
    '',
    'xyz',
    '../AB',
    7,
    null,
    ['AB'],
    { id: 'AB' },
    'A',
    'A'.repeat(600),
  ])
    test(JSON.stringify(value)?.slice(0, 20) ?? 'absent', async () => {
      const person = await readIdToken(await signed({ recognize_user_id: value }), expected)
      expect(person.claimedUserId).toBeNull()
    })
})

test('a Recognize user ID in lower case or with spaces is the same one', async () => {
  const userId = newUserId()
  for (const value of [userId.toLowerCase(), ` ${userId} `, userId.replace(/(.{8})/g, '$1 ')]) {
    const person = await readIdToken(await signed({ recognize_user_id: value }), expected)
    expect(person.claimedUserId).toBe(userId)
  }
})

test.describe('roles are those that the configuration names, and no others @C1', () => {
  for (const [claim, roles] of [
    [undefined, []],
    [7, []],
    [[], []],
    ['', []],
    [['support', 'auditor'], []],
    [['DESK'], []],
    [['desk', 7], []],
    ['deskaudit', []],
    [{ desk: true }, []],
    [['desk'], ['support']],
    [
      ['audit', 'desk'],
      ['support', 'auditor'],
    ],
    ['desk', ['support']],
    ['staff desk,audit', ['support', 'auditor']],
  ] as const)
    test(`${JSON.stringify(claim) ?? 'absent'}`, async () => {
      expect((await readIdToken(await signed({ roles: claim }), expected)).roles).toEqual(roles)
    })
})

test('a person without a name stays without one, nothing is made up', async () => {
  expect((await readIdToken(await signed(), expected)).displayName).toBe('')
  const named = await signed({ name: 7, preferred_username: 'ada@example' })
  expect((await readIdToken(named, expected)).displayName).toBe('ada@example')
})

test.describe('notices go to well-formed addresses of the claim, and to nobody else @D8', () => {
  const ada = 'ada@mail.example'
  for (const [claim, addresses] of [
    [undefined, []],
    ['', []],
    [7, []],
    [{ email: ada }, []],
    ['ada', []],
    [`Ada <${ada}>`, []],
    [`${ada}, eve@evil.example`, []],
    [`${ada}\r\nBcc: eve@evil.example`, []],
    [`${ada}\n`, []],
    [[[ada]], []],
    [`${'a'.repeat(250)}@mail.example`, []],
    [ada, [ada]],
    [
      [ada, 'ADA@mail.example', 7, null, 'eve', "o'neil+x@mail.example"],
      [ada, "o'neil+x@mail.example"],
    ],
    [Array.from({ length: 40 }, (_, place) => `${place}@mail.example`), 10],
  ] as const)
    test(`${JSON.stringify(claim)?.slice(0, 60) ?? 'absent'}`, async () => {
      const person = await readIdToken(await signed({ email: claim }), expected)
      if (typeof addresses === 'number') expect(person.addresses).toHaveLength(addresses)
      else expect(person.addresses).toEqual(addresses)
    })

  test('an address that the provider calls unverified', async () => {
    const stated = { email: ada, email_verified: false }
    expect((await readIdToken(await signed(stated), expected)).addresses).toEqual([])
    const verified = { email: ada, email_verified: true }
    expect((await readIdToken(await signed(verified), expected)).addresses).toEqual([ada])
  })

  test('another claim, when the configuration names it', async () => {
    const named = { ...expected, names: { ...names, addresses: 'contact_addresses' } }
    const token = await signed({ email: ada, contact_addresses: ['a@b.example', 'c@d.example'] })
    expect((await readIdToken(token, named)).addresses).toEqual(['a@b.example', 'c@d.example'])
  })
})
