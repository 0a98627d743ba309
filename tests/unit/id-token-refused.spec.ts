import { expect, test } from 'vitest'
import { exportJWK, SignJWT, UnsecuredJWT } from 'jose'
import type { SignInRefusal } from '@/lib/audit/events/sign-in-events'
import { readIdToken } from '@/lib/auth/oidc/id-token'
import {
  claims,
  clientId,
  clientSecret,
  expected,
  foreign,
  issuer,
  now,
  own,
  signed,
} from './support/id-tokens'

const refused: Record<string, readonly [SignInRefusal, () => Promise<string>]> = {
  'a signature by a foreign key': ['token-signature', () => signed({}, foreign.privateKey)],
  'a garbage signature': [
    'token-signature',
    async () => (await signed()).replace(/[^.]+$/, 'A'.repeat(86)),
  ],
  'no signature': ['token-signature', async () => (await signed()).replace(/[^.]+$/, '')],
  'a payload that was changed after signing': [
    'token-signature',
    async () => {
      const [header, , signature] = (await signed()).split('.')
      const payload = Buffer.from(JSON.stringify(claims({ sub: 'ben' }))).toString('base64url')
      return [header, payload, signature].join('.')
    },
  ],
  'alg none': ['token-algorithm', async () => new UnsecuredJWT(claims()).encode()],
  'HS256 with the client secret': [
    'token-algorithm',
    () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'own' })
        .sign(new TextEncoder().encode(clientSecret)),
  ],
  'another issuer': ['token-issuer', () => signed({ iss: 'https://evil.example' })],
  'an issuer with a slash more': ['token-issuer', () => signed({ iss: `${issuer}/` })],
  'no issuer': ['token-claims', () => signed({ iss: undefined })],
  'another audience': ['token-audience', () => signed({ aud: 'other-client' })],
  'no audience': ['token-claims', () => signed({ aud: undefined })],
  'several audiences without an authorised party': [
    'token-audience',
    () => signed({ aud: [clientId, 'other'] }),
  ],
  'several audiences for another party': [
    'token-audience',
    () => signed({ aud: [clientId, 'other'], azp: 'other' }),
  ],
  'the right audience for another party': ['token-audience', () => signed({ azp: 'other' })],
  'an end in the past': ['token-times', () => signed({ iat: now() - 600, exp: now() - 60 })],
  'no end': ['token-claims', () => signed({ exp: undefined })],
  'an issue time in the future': ['token-times', () => signed({ iat: now() + 120 })],
  'no issue time': ['token-claims', () => signed({ iat: undefined })],
  'a start in the future': ['token-times', () => signed({ nbf: now() + 120 })],
  'no subject': ['token-claims', () => signed({ sub: undefined })],
  'an empty subject': ['token-claims', () => signed({ sub: '' })],
  'a subject of endless length': ['token-claims', () => signed({ sub: 'a'.repeat(256) })],
  'no token at all': ['token-form', async () => ''],
  'text that is no token': ['token-form', async () => 'not.a.token'],
  'an unknown key': ['token-key', () => signed({}, own.privateKey, { kid: 'another' })],
  'a key of its own': [
    'token-signature',
    async () => signed({}, foreign.privateKey, { jwk: await exportJWK(foreign.publicKey) }),
  ],
  'the kind of an access token': [
    'token-kind',
    () => signed({}, own.privateKey, { typ: 'at+jwt' }),
  ],
  'the kind of a logout token': [
    'token-kind',
    () => signed({}, own.privateKey, { typ: 'logout+jwt' }),
  ],
  'the events of a logout token': ['token-kind', () => signed({ events: {} })],
  'times that are no numbers': ['token-claims', () => signed({ exp: 'tomorrow' })],
}

for (const [what, [reason, token]] of Object.entries(refused))
  test(`an ID token with ${what} signs nobody in (${reason}) @A2 @A3`, async () => {
    await expect(readIdToken(await token(), expected, new Date())).rejects.toMatchObject({
      reason,
    })
  })

test('how far the provider’s clock is ahead is said with the refusal, and nothing of the claims', async () => {
  const token = await signed({ iat: now() + 600, exp: now() + 900, email: 'ada@mail.example' })
  const refusal: unknown = await readIdToken(token, expected, new Date()).catch((error) => error)
  expect(refusal).toMatchObject({ reason: 'token-times' })
  expect((refusal as { secondsAhead: number }).secondsAhead).toBeGreaterThan(590)
  const late = await signed({ iat: now() - 900, exp: now() - 600, email: 'ada@mail.example' })
  const expired: unknown = await readIdToken(late, expected, new Date()).catch((error) => error)
  expect((expired as { secondsAhead: number }).secondsAhead).toBeLessThan(-890)
  for (const error of [refusal, expired]) {
    const { stack, message, ...rest } = error as Error
    expect(JSON.stringify([stack, message, rest])).not.toContain('ada')
    expect((error as Error).cause).toBeUndefined()
  }
})

test('a token is as old as the time that it is read at @A3', async () => {
  const token = await signed()
  const at = (seconds: number) => new Date((now() + seconds) * 1000)
  await expect(readIdToken(token, expected, at(320))).resolves.toBeTruthy()
  await expect(readIdToken(token, expected, at(340))).rejects.toMatchObject({
    reason: 'token-times',
  })
  await expect(readIdToken(token, expected, at(-70))).rejects.toMatchObject({
    reason: 'token-times',
  })
})
