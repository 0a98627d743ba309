import { describe, expect, test } from 'vitest'
import { readIdToken } from '@/lib/auth/oidc/id-token'
import { newUserId } from '../builders/rows'
import { clientId, expected, issuer, names, now, signed } from './support/id-tokens'

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
  expect(await readIdToken(token, expected, new Date())).toEqual({
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
    nonce: null,
  })
})

test('a sign-in of which the token doesn’t say what kind it was is of none @A6', async () => {
  for (const acr of [undefined, '', ' ', 0, null, ['urn:example:mfa'], 'x'.repeat(600)])
    expect((await readIdToken(await signed({ acr }), expected, new Date())).acr).toBeNull()
})

test('several audiences are fine when the portal is the authorised party @A3', async () => {
  const token = await signed({ aud: [clientId, 'other'], azp: clientId })
  expect((await readIdToken(token, expected, new Date())).subject).toBe('ada')
})

test('clocks may differ by half a minute, and by one when it was issued, not more @A3', async () => {
  for (const changes of [{ iat: now() + 55 }, { exp: now() - 20 }, { nbf: now() + 20 }])
    await expect(readIdToken(await signed(changes), expected, new Date())).resolves.toBeTruthy()
  await expect(
    readIdToken(await signed({ iat: now() + 65 }), expected, new Date()),
  ).rejects.toThrow()
})

describe('a Recognize user ID that is none is not taken for one @D7', () => {
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
      const person = await readIdToken(
        await signed({ recognize_user_id: value }),
        expected,
        new Date(),
      )
      expect(person.claimedUserId).toBeNull()
    })
})

test('a Recognize user ID in lower case or with spaces is the same one', async () => {
  const userId = newUserId()
  for (const value of [userId.toLowerCase(), ` ${userId} `, userId.replace(/(.{8})/g, '$1 ')]) {
    const person = await readIdToken(
      await signed({ recognize_user_id: value }),
      expected,
      new Date(),
    )
    expect(person.claimedUserId).toBe(userId)
  }
})

describe('roles are those that the configuration names, and no others @C1', () => {
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
      expect(
        (await readIdToken(await signed({ roles: claim }), expected, new Date())).roles,
      ).toEqual(roles)
    })
})

test('a person without a name stays without one, nothing is made up', async () => {
  expect((await readIdToken(await signed(), expected, new Date())).displayName).toBe('')
  const named = await signed({ name: 7, preferred_username: 'ada@example' })
  expect((await readIdToken(named, expected, new Date())).displayName).toBe('ada@example')
})

describe('notices go to well-formed addresses of the claim, and to nobody else @D8', () => {
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
      const person = await readIdToken(await signed({ email: claim }), expected, new Date())
      if (typeof addresses === 'number') expect(person.addresses).toHaveLength(addresses)
      else expect(person.addresses).toEqual(addresses)
    })

  test('an address that the provider calls unverified', async () => {
    const stated = { email: ada, email_verified: false }
    expect((await readIdToken(await signed(stated), expected, new Date())).addresses).toEqual([])
    const verified = { email: ada, email_verified: true }
    expect((await readIdToken(await signed(verified), expected, new Date())).addresses).toEqual([
      ada,
    ])
  })

  test('another claim, when the configuration names it', async () => {
    const named = { ...expected, names: { ...names, addresses: 'contact_addresses' } }
    const token = await signed({ email: ada, contact_addresses: ['a@b.example', 'c@d.example'] })
    expect((await readIdToken(token, named, new Date())).addresses).toEqual([
      'a@b.example',
      'c@d.example',
    ])
  })
})
