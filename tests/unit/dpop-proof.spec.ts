import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'
import { newProofNonce, verifyProof } from '@/lib/auth/oidc/api-token/dpop-proof'
import { env } from '@/lib/platform/env'
import { sha256 } from '@/lib/platform/crypto'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'

useEnvironment()

const address = `${ENVIRONMENT.AUTH_URL}/api/v1/devices/report`
const token = 'an-access-token'
const at = new Date('2026-04-20T09:00:00.000Z')
const seconds = at.getTime() / 1000

const [own, foreign, rsa] = await Promise.all([
  generateKeyPair('ES256', { extractable: true }),
  generateKeyPair('ES256', { extractable: true }),
  generateKeyPair('RS256', { extractable: true }),
])
const publicJwk = await exportJWK(own.publicKey)
const call = { method: 'POST', address, token, key: await calculateJwkThumbprint(publicJwk) }

type Changes = Record<string, unknown>

/** A proof of the token's own key for this very call, unless changed; undefined leaves a claim out. */
function proof(changes: Changes = {}, header: Changes = {}, key: CryptoKey = own.privateKey) {
  const given = {
    jti: randomUUID(),
    htm: 'POST',
    htu: address,
    iat: seconds,
    ath: sha256(token).toString('base64url'),
    ...changes,
  }
  const claims = Object.entries(given).filter(([, value]) => value !== undefined)
  return new SignJWT(Object.fromEntries(claims))
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk, ...header })
    .sign(key)
}

const verdict = async (sent: string | null, changes: Partial<typeof call> = {}, when = at) => {
  const result = await verifyProof(sent, { ...call, ...changes }, when)
  return result.ok ? 'good' : result.error.code
}

describe('a proof is not taken with @A2 @A3', () => {
  const refused: Record<string, () => Promise<string | null>> = {
    'nothing in it': async () => null,
    'text in place of a JWT': async () => 'proof',
    'a second proof beside it': async () => `${await proof()}, ${await proof()}`,
    'the kind of an access token': () => proof({}, { typ: 'at+jwt' }),
    'no kind': () => proof({}, { typ: undefined }),
    'no key': () => proof({}, { jwk: undefined }),
    'the key’s private part': async () => proof({}, { jwk: await exportJWK(own.privateKey) }),
    'a signature by another key': () => proof({}, {}, foreign.privateKey),
    'a key that isn’t the token’s': async () =>
      proof({}, { jwk: await exportJWK(foreign.publicKey) }, foreign.privateKey),
    'a key of another kind that isn’t the token’s': async () =>
      proof({}, { alg: 'RS256', jwk: await exportJWK(rsa.publicKey) }, rsa.privateKey),
    'a signature with a secret': async () =>
      new SignJWT({ jti: 'a' })
        .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: publicJwk })
        .sign(new TextEncoder().encode('a-secret-of-32-characters-or-more')),
    'another method': () => proof({ htm: 'PUT' }),
    'a method in another case': () => proof({ htm: 'post' }),
    'no method': () => proof({ htm: undefined }),
    'another path': () => proof({ htu: `${address}s` }),
    'another host': () => proof({ htu: 'https://evil.example/api/v1/devices/report' }),
    'no address': () => proof({ htu: undefined }),
    'an address that is none': () => proof({ htu: '/api/v1/devices/report' }),
    'another token': () => proof({ ath: sha256('another').toString('base64url') }),
    'no token': () => proof({ ath: undefined }),
    'no number': () => proof({ jti: undefined }),
    'a number without end': () => proof({ jti: 'a'.repeat(256) }),
    'no time': () => proof({ iat: undefined }),
    'a time half a minute ago': () => proof({ iat: seconds - 30 }),
    'a time in half a minute': () => proof({ iat: seconds + 30 }),
    'an end in the past': () => proof({ exp: seconds - 60 }),
  }
  for (const [what, made] of Object.entries(refused))
    test(what, async () => {
      expect(await verdict(await made())).toBe('proof-not-valid')
    })
})

test('a proof is good once, and for its call alone @A3', async () => {
  const sent = await proof()
  for (const changes of [{ method: 'PUT' }, { address: `${address}/x` }, { token: 'another' }])
    expect(await verdict(sent, changes)).toBe('proof-not-valid')
  // Calls that it isn't for don't use it up.
  expect(await verdict(sent)).toBe('good')
  expect(await verdict(sent)).toBe('proof-not-valid')
})

test('the address of a proof may have a query and another spelling, and clocks may differ by 25 seconds', async () => {
  for (const changes of [
    { htu: `${address}?a=b#c` },
    { htu: address.replace('http://localhost:3000', 'HTTP://LOCALHOST:3000') },
    { iat: seconds - 25 },
    { iat: seconds + 25 },
  ])
    expect([changes, await verdict(await proof(changes))]).toEqual([changes, 'good'])
})

describe('where a nonce is demanded @A3', () => {
  const demanded = async (sent: string, when = at) => {
    const settings = env()
    const before = settings.API_DPOP_NONCE
    settings.API_DPOP_NONCE = 'required'
    try {
      return await verdict(sent, {}, when)
    } finally {
      settings.API_DPOP_NONCE = before
    }
  }

  test('a proof with a fresh one is good, whatever the phone’s clock says, and good once', async () => {
    const sent = await proof({ nonce: newProofNonce(at), iat: seconds - 86_400 })
    expect(await demanded(sent)).toBe('good')
    expect(await demanded(sent)).toBe('proof-not-valid')
  })

  test('a proof without one, or with an old, made-up or foreign one, is sent for a new one', async () => {
    const old = newProofNonce(new Date(at.getTime() - 51_000))
    const ahead = newProofNonce(new Date(at.getTime() + 6_000))
    for (const nonce of [undefined, '', 'made-up', old, ahead, `${newProofNonce(at)}x`.slice(1)])
      expect([nonce, await demanded(await proof({ nonce }))]).toEqual([
        nonce,
        'proof-nonce-missing',
      ])
  })

  test('who has no key is told nothing of it', async () => {
    const jwk: JWK = await exportJWK(foreign.publicKey)
    expect(await demanded(await proof({}, { jwk }, foreign.privateKey))).toBe('proof-not-valid')
  })
})
