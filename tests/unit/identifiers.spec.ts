import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import {
  deviceIdOf,
  fingerprintOf,
  isDeviceId,
  placeholderIdOf,
} from '@/lib/devices/model/identifiers'
import { READABLE_ALPHABET } from '@/lib/platform/reference-code'
import { newSigningKey, newUserId } from '../builders/rows'

const keyBytes = fc.uint8Array({ minLength: 1, maxLength: 120 }).map((bytes) => Buffer.from(bytes))

test('the alphabet has 32 characters and none that looks like another', () => {
  expect(new Set(READABLE_ALPHABET).size).toBe(32)
  expect(READABLE_ALPHABET).toMatch(/^[0-9A-Z]{32}$/)
  for (const lookAlike of '01OI') expect(READABLE_ALPHABET).not.toContain(lookAlike)
})

test('neither id nor fingerprint holds any of the key or of the user id @G6', () => {
  for (let round = 0; round < 50; round++) {
    const [userId, key] = [newUserId(), newSigningKey()]
    const hex = Buffer.from(key, 'base64').toString('hex')
    for (const text of [deviceIdOf(userId, key), fingerprintOf(key)])
      for (const secret of [key, hex, userId.toLowerCase()])
        assert.ok(!secret.includes(text.slice(0, 9)))
  }
})

test('the same key under two identities is two devices with one fingerprint', () => {
  const key = newSigningKey()
  expect(deviceIdOf(newUserId(), key)).not.toBe(deviceIdOf(newUserId(), key))
  expect(fingerprintOf(key)).toBe(fingerprintOf(key))
})

test('two keys of one identity are two devices, also when they differ in one bit', () => {
  fc.assert(
    fc.property(keyBytes, fc.nat(), (bytes, at) => {
      const other = Buffer.from(bytes)
      other[at % other.length] = (other[at % other.length] ?? 0) ^ 1
      const [a, b] = [bytes.toString('base64'), other.toString('base64')]
      assert.notEqual(deviceIdOf('AB', a), deviceIdOf('AB', b))
      assert.notEqual(fingerprintOf(a), fingerprintOf(b))
    }),
  )
})

test('the same bytes have the same id and fingerprint in base64, base64url, padded or not', () => {
  fc.assert(
    fc.property(keyBytes, (bytes) => {
      const base64 = bytes.toString('base64')
      for (const notation of [bytes.toString('base64url'), base64.replaceAll('=', '')]) {
        assert.equal(deviceIdOf('AB', notation), deviceIdOf('AB', base64))
        assert.equal(fingerprintOf(notation), fingerprintOf(base64))
      }
    }),
  )
})

test('a fingerprint is two groups of four characters of the alphabet', () => {
  const form = new RegExp(`^[${READABLE_ALPHABET}]{4}-[${READABLE_ALPHABET}]{4}$`)
  fc.assert(
    fc.property(keyBytes, (bytes) => {
      assert.match(fingerprintOf(bytes.toString('base64')), form)
    }),
  )
})

test('the fingerprint of a known key stays what phones show: 40 bits of its SHA-256', () => {
  // SHA-256 of the byte 00 begins with 6e 34 0b 9c ff: 01101 11000 11010 00000 10111 00111 00111 11111.
  expect(fingerprintOf('AA==')).toBe('FSU2-R99Z')
})

test('a row without a key has an id of its own, by what it says and by how many say the same', () => {
  const ids = ['{}', '{"odd":[]}'].flatMap((content) =>
    Array.from({ length: 50 }, (_, copy) => placeholderIdOf('AB', content, copy)),
  )
  expect(new Set(ids).size).toBe(100)
  expect(ids.every(isDeviceId)).toBe(true)
  expect(placeholderIdOf('AC', '{}', 0)).not.toBe(ids[0])
  expect(placeholderIdOf('AB', '{}', 0)).toBe(ids[0])
})

test('only what looks like an id is taken for one', () => {
  const id = deviceIdOf('AB', newSigningKey())
  expect(isDeviceId(id)).toBe(true)
  for (const other of [id.toUpperCase(), `${id}\n`, id.slice(1), `${id}0`, '', null, 7, [id], '..'])
    expect(isDeviceId(other)).toBe(false)
})
