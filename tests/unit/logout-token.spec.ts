import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createLocalJWKSet, errors, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { LOGOUT_EVENT, readLogoutToken } from '@/lib/auth/oidc/logout-token'
import { useEnvironment } from '../builders/environment'

useEnvironment()

const pair = await generateKeyPair('ES256')
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'own' }] })
const expected = {
  issuer: 'https://issuer.example',
  clientId: 'portal',
  keys,
  type: 'required',
} as const
const at = new Date('2026-04-20T09:00:00.000Z')
const seconds = at.getTime() / 1000

const good = {
  iss: expected.issuer,
  aud: 'portal',
  sub: 'ada',
  sid: 's-1',
  iat: seconds,
  exp: seconds + 120,
  jti: 'one',
  events: { [LOGOUT_EVENT]: {} } as unknown,
}

/** Reads a token with these changes to a good one; undefined leaves a claim out. */
async function read(changes: object = {}, header: object = {}, how: object = {}) {
  const claims = Object.entries({ ...good, ...changes }).filter(([, value]) => value !== undefined)
  const token = await new SignJWT(Object.fromEntries(claims))
    .setProtectedHeader({ alg: 'ES256', kid: 'own', typ: 'logout+jwt', ...header })
    .sign(pair.privateKey)
  return readLogoutToken(token, { ...expected, ...how }, at)
}

const refused: Record<string, object> = {
  'another issuer': { iss: 'https://evil.example' },
  'no issuer': { iss: undefined },
  'another audience': { aud: 'other' },
  'no audience': { aud: undefined },
  'nobody named': { sub: undefined, sid: undefined },
  'an empty subject': { sub: '' },
  'a subject of endless length': { sub: 'a'.repeat(256) },
  'an empty session': { sid: ' ' },
  'a session of endless length': { sid: 's'.repeat(513) },
  'no number': { jti: undefined },
  'an empty number': { jti: '' },
  'a number of endless length': { jti: 'j'.repeat(513) },
  'no event': { events: undefined },
  'another event': { events: { 'urn:other': {} } },
  'a second event': { events: { [LOGOUT_EVENT]: {}, 'urn:other': {} } },
  'an event that is no object': { events: { [LOGOUT_EVENT]: true } },
  'a nonce, as an ID token has': { nonce: 'n' },
  'no end': { exp: undefined },
  'an end in the past': { exp: seconds - 30 },
  'no issue time': { iat: undefined },
  'an issue time in the future': { iat: seconds + 31 },
}

for (const [what, changes] of Object.entries(refused))
  test(`a logout token with ${what} ends nothing @B5`, async () => {
    expect(await read(changes)).toBeNull()
  })

test('a token of another kind is no logout token, whatever it says @A3 @B5', async () => {
  for (const typ of ['at+jwt', 'dpop+jwt', 'id_token+jwt', 'xlogout+jwt', 'logout']) {
    expect([typ, await read({}, { typ })]).toEqual([typ, null])
    expect([typ, await read({}, { typ }, { type: 'optional' })]).toEqual([typ, null])
  }
  for (const typ of ['JWT', '', undefined]) {
    expect([typ, await read({}, { typ })]).toEqual([typ, null])
    expect([typ, (await read({}, { typ }, { type: 'optional' }))?.subject]).toEqual([typ, 'ada'])
  }
  for (const typ of ['logout+jwt', 'Logout+JWT', 'application/logout+jwt'])
    for (const type of ['required', 'optional'])
      expect([typ, (await read({}, { typ }, { type }))?.subject]).toEqual([typ, 'ada'])
})

test('a good one says whose, which session, and by what it is known again @B5', async () => {
  expect(await read()).toEqual({
    issuer: expected.issuer,
    subject: 'ada',
    session: 's-1',
    issuedAt: at,
    idHash: createHash('sha256')
      .update(JSON.stringify([expected.issuer, 'one']))
      .digest('hex'),
    expiresAt: new Date((seconds + 150) * 1000),
  })
  expect(await read({ sub: undefined, iat: seconds + 30 })).toMatchObject({
    subject: null,
    session: 's-1',
  })
  expect(await read({ sid: undefined, exp: seconds - 29 })).toMatchObject({
    subject: 'ada',
    session: null,
  })
})

test('keys that can’t be had are no bad token @B5 @J3', async () => {
  const unavailable = Object.assign(new Error('down'), { name: 'ProviderUnavailable' })
  for (const error of [
    unavailable,
    new errors.JWKSTimeout(),
    new errors.JWKSInvalid(),
    new errors.JOSEError(),
  ])
    await expect(read({}, {}, { keys: () => Promise.reject(error) })).rejects.toThrow(error)
  for (const error of [new errors.JWKSNoMatchingKey(), new Error('other')])
    expect(await read({}, {}, { keys: () => Promise.reject(error) })).toBeNull()
})
