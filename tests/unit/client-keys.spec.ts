import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { calculateJwkThumbprint } from 'jose'
import { parseClientKeys } from '@/lib/platform/settings/client-keys'

const elliptic = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve }).privateKey
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey
const pem = (key: ReturnType<typeof elliptic>, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8') =>
  key.export({ type, format: 'pem' } as { type: 'pkcs8'; format: 'pem' }) as string
const jwk = (key: ReturnType<typeof elliptic>, more: JsonWebKey = {}) => ({
  ...key.export({ format: 'jwk' }),
  ...more,
})

const [first, second, large] = [elliptic(), elliptic(), rsa(2048)]

function keysIn(text: string) {
  const keys = parseClientKeys(text)
  if (!keys.ok) throw new Error(keys.error)
  return keys.value
}

describe('the portal’s own keys are read from', () => {
  for (const [what, text, algorithm] of [
    ['PEM of an elliptic curve', pem(first), 'ES256'],
    ['PEM in the older form', pem(first, 'sec1'), 'ES256'],
    ['PEM of RSA', pem(large), 'PS256'],
    ['PEM of RSA in the older form', pem(large, 'pkcs1'), 'PS256'],
    ['a JWK', JSON.stringify(jwk(first)), 'ES256'],
    [
      'a JWK of RSA that names its algorithm',
      JSON.stringify(jwk(large, { alg: 'PS256' })),
      'PS256',
    ],
    ['a set of JWKs', JSON.stringify({ keys: [jwk(first)] }), 'ES256'],
  ] as const)
    test(what, async () => {
      const [key, ...others] = keysIn(text)
      expect(others).toEqual([])
      expect(key.algorithm).toBe(algorithm)
      expect(key.id).toBe(await calculateJwkThumbprint(key.publicJwk as never))
      expect(key.publicJwk).toMatchObject({ kid: key.id, alg: algorithm, use: 'sig' })
    })
})

test('the first key signs, and of none the private part is published @G4', () => {
  const keys = keysIn(pem(first) + pem(large) + pem(second))
  expect(keys.map(({ algorithm }) => algorithm)).toEqual(['ES256', 'PS256', 'ES256'])
  for (const { publicJwk } of keys)
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi'])
      expect(publicJwk).not.toHaveProperty(secret)
  const named = { keys: [jwk(second, { kid: 'next' }), jwk(first)] }
  expect(keysIn(JSON.stringify(named))[0].id).toBe('next')
})

describe('a key that can’t be used is refused in words without it @G4', () => {
  const UNFIT = /^has an entry \(number 1\) that is no private key/
  const publicPem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    type: 'spki',
    format: 'pem',
  }) as string
  const { d: _, ...publicJwk } = jwk(first)
  for (const [what, text, problem] of [
    ['text', 'canary', /^is neither PEM nor a JWK$/],
    ['malformed JSON', '{"kty":"EC"', /^is neither PEM nor a JWK$/],
    ['an empty set', '{"keys":[]}', /^has no key$/],
    ['a public key', publicPem, UNFIT],
    ['a public JWK', JSON.stringify(publicJwk), UNFIT],
    ['another curve', pem(elliptic('P-384')), UNFIT],
    ['a short RSA key', pem(rsa(1024)), UNFIT],
    ['a key for another algorithm', JSON.stringify(jwk(large, { alg: 'RS256' })), UNFIT],
    ['a key for encryption', JSON.stringify(jwk(first, { use: 'enc' })), UNFIT],
    ['a shared key', JSON.stringify({ kty: 'oct', k: 'Y2FuYXJ5' }), UNFIT],
    ['one key twice', pem(first) + pem(first), /^names two keys alike$/],
    ['too many keys', [1, 2, 3, 4].map(() => pem(elliptic())).join(''), /^has more than 3 keys$/],
  ] as const)
    test(what, () => {
      const keys = parseClientKeys(text)
      expect(keys.ok ? '' : keys.error).toMatch(problem)
      expect(keys.ok ? '' : keys.error).not.toContain('canary')
    })
})
