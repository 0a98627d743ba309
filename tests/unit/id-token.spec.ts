import { describe, expect, test } from 'vitest'
import { readIdToken } from '@/lib/auth/oidc/id-token'
import { useEnvironment } from '../builders/environment'
import { newUserId } from '../builders/rows'
import { logged } from './support/service'
import { clientId, expected, issuer, names, now, signed } from './support/id-tokens'

useEnvironment()

const personOf = async (changes: Record<string, unknown>, nameChanges = {}) =>
  readIdToken(
    await signed(changes),
    { ...expected, names: { ...names, ...nameChanges } },
    new Date(),
  )

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
    ['AB', 'CD'],
    [['AB']],
    { id: 'AB' },
    'ﬀﬀ',
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

test('a Recognize user ID in lower case or in groups is the same one', async () => {
  const userId = newUserId()
  for (const value of [userId.toLowerCase(), userId.replace(/(.{8})(?=.)/g, '$1 ')]) {
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

test('an ID in a number, or in a list of one, is the same ID; a number that lost digits is none @D7', async () => {
  const userId = newUserId()
  expect((await personOf({ recognize_user_id: [userId] })).claimedUserId).toBe(userId)
  expect((await personOf({ recognize_user_id: 12345678 })).claimedUserId).toBe('12345678')
  const byNumber = { externalUserId: 'customer' }
  for (const claim of [4711, [4711], '4711'])
    expect((await personOf({ customer: claim }, byNumber)).externalUserId).toBe('4711')
  for (const claim of [2 ** 53, 1.5, -1, [4711, 4712], [], true, { id: 4711 }])
    expect((await personOf({ customer: claim }, byNumber)).externalUserId).toBeNull()
})

test('an external ID is taken exactly as it is, or not at all @D7', async () => {
  const byText = { externalUserId: 'customer' }
  for (const id of ['Ada Okafor', 'a\u00A0b', 'a\u3164b', 'ﬀ', 'Straße', '../x', '0042'])
    expect((await personOf({ customer: id }, byText)).externalUserId).toBe(id)
  // One with blank ends refuses the sign-in: id-token-exact.spec.ts.
  for (const id of ['a\u0007b', '.', '..', 'x'.repeat(513)])
    expect([id, (await personOf({ customer: id }, byText)).externalUserId]).toEqual([id, null])
})

test('a claim that can’t be read is named in the log, with its type and without its value', async () => {
  const lines = await logged(async () => {
    await personOf({ 'a-list': ['AB', 'CD'] }, { userId: 'a-list' })
    await personOf({ 'a-flag': true }, { userId: 'a-flag' })
    await personOf({ 'a-bell': 'a\u0007b' }, { externalUserId: 'a-bell' })
    await personOf({}, { userId: 'absent' })
    await personOf({ empty: '' }, { userId: 'empty' })
  })
  expect(lines.map(([, fields]) => fields)).toEqual([
    { event: 'id-claim-unusable', claim: 'a-list', found: 'list of 2' },
    { event: 'id-claim-unusable', claim: 'a-flag', found: 'boolean' },
    {
      event: 'id-claim-unusable',
      claim: 'a-bell',
      found: 'text that can be no external user ID',
    },
  ])
})

test('claims that come only as a reference give no role, and are named in the log @C1', async () => {
  const lines = await logged(async () => {
    const groups = { _claim_names: { 'staff-groups': 'src1' }, _claim_sources: {} }
    expect((await personOf(groups, { roles: 'staff-groups' })).roles).toEqual([])
    expect((await personOf({ hasgroups: true }, { roles: 'groups' })).roles).toEqual([])
    // One that is there as well, or that nobody reads, is nobody's loss.
    await personOf({ _claim_names: { roles: 'src1' }, roles: ['desk'] })
    await personOf({ _claim_names: { photos: 'src1' } })
    await personOf({ _claim_names: 'odd', hasgroups: false })
  })
  expect(lines.map(([, fields]) => fields)).toMatchObject([
    { event: 'claim-by-reference', claim: 'staff-groups' },
    { event: 'claim-by-reference', claim: 'groups' },
  ])
})

test('a name that shows nothing gives way to the next one that does', async () => {
  const blanks = ['\u3164', '\u2800', '\u200B', '\u115F\u1160', '\uFFA0', '\u00AD', '\uFE0F', ' ']
  for (const blank of blanks)
    expect((await personOf({ name: blank, preferred_username: 'ada' })).displayName).toBe('ada')
  expect((await personOf({ name: '\u3164', email: 'ada@mail.example' })).displayName).toBe(
    'ada@mail.example',
  )
  expect((await personOf({ name: '\u3164' })).displayName).toBe('')
  expect((await personOf({ name: '👩‍💻' })).displayName).toBe('👩‍💻')
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
