import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openEnvelope } from '@/lib/client-states/vault/envelope'
import { keyedHash, keyedHasher, open } from '@/lib/platform/crypto'

// What is stored has to open for years: sealed here by hand, as the format says, and not by the portal's own code.

const secret = 'a-secret-of-thirty-two-characters-or-more'
const derived = (purpose: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', `recognize-portal/${purpose}`, 32))

function sealByHand(data: Buffer, key: Buffer, context: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(context))
  const ciphertext = Buffer.concat([cipher.update(data), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext])
}

test('a kept ID token opens by its format, under the key of its purpose alone @A7', () => {
  const sealed = sealByHand(Buffer.from('tökén'), derived('id-token'), '').toString('base64url')
  expect(open(sealed, secret, 'id-token')).toBe('tökén')
  expect(open(sealed, secret, 'other')).toBeNull()
})

test('a client state opens by its format, in its place alone @G1', () => {
  const [wrapping, own] = [randomBytes(32), randomBytes(32)]
  const place = { id: 'one', userId: 'AB', kind: 'backup' } as const
  const version = Buffer.of(1)
  const envelope = (stateName: string, keyName: string) => ({
    keyId: '2026',
    wrappedKey: Buffer.concat([
      version,
      sealByHand(
        own,
        wrapping,
        JSON.stringify([`recognize-portal/${keyName}`, 1, 'AB', 'one', 'backup', '2026']),
      ),
    ]),
    sealedState: Buffer.concat([
      version,
      sealByHand(
        Buffer.from('stäte'),
        own,
        JSON.stringify([`recognize-portal/${stateName}`, 1, 'AB', 'one', 'backup']),
      ),
    ]),
  })
  const opened = (stateName: string, keyName: string) =>
    openEnvelope(envelope(stateName, keyName), place, [{ id: '2026', key: wrapping }])
  expect(opened('client-state', 'client-state-key')).toEqual({ ok: true, value: 'stäte' })
  for (const [stateName, keyName] of [
    ['client-state-key', 'client-state-key'],
    ['client-state', 'client-state'],
    ['', ''],
  ] as const)
    expect(opened(stateName, keyName)).toEqual({ ok: false, error: { code: 'state-damaged' } })
})

test('a keyed hash is HMAC-SHA-256 under the key of its purpose, derived once or each time @G3', () => {
  for (const text of ['', 'a', 'ü'.repeat(100)]) {
    const expected = createHmac('sha256', derived('limits')).update(text).digest('hex')
    expect(keyedHash(text, secret, 'limits')).toBe(expected)
    expect(keyedHasher(secret, 'limits')(text)).toBe(expected)
  }
})
