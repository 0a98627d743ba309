import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { READABLE_ALPHABET } from '@/lib/platform/reference-code'
import { open, randomCode, randomId, randomToken, seal, sha256 } from '@/lib/platform/crypto'

const secret = 'a-secret-of-thirty-two-characters-or-more'

test('a sealed text with any one byte changed opens to nothing @A7', () => {
  const bytes = Buffer.from(seal('the ID token', secret, 'id-token'), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 0x01
    assert.equal(open(changed.toString('base64url'), secret, 'id-token'), null, `byte ${at}`)
  }
  expect(bytes.length).toBe(12 + 16 + 'the ID token'.length)
})

test('a sealed text cut short or made longer opens to nothing @A7', () => {
  const bytes = Buffer.from(seal('the ID token', secret, 'id-token'), 'base64url')
  for (let length = 0; length < bytes.length; length++)
    assert.equal(open(bytes.subarray(0, length).toString('base64url'), secret, 'id-token'), null)
  const longer = Buffer.concat([bytes, Buffer.of(0)]).toString('base64url')
  expect(open(longer, secret, 'id-token')).toBeNull()
})

test('a shortened tag is not enough @A7', () => {
  const bytes = Buffer.from(seal('', secret, 'id-token'), 'base64url')
  for (const tagLength of [4, 8, 12, 15])
    expect(
      open(bytes.subarray(0, 12 + tagLength).toString('base64url'), secret, 'id-token'),
    ).toBeNull()
})

test('another secret or another purpose opens nothing @A7', () => {
  const sealed = seal('the ID token', secret, 'id-token')
  expect(open(sealed, `${secret}x`, 'id-token')).toBeNull()
  expect(open(sealed, secret, 'id-token2')).toBeNull()
  expect(open(sealed, secret, '')).toBeNull()
})

test('text that was never sealed opens to nothing and throws nothing @A7 @G7', () => {
  fc.assert(fc.property(fc.string(), (text) => open(text, secret, 'id-token') === null))
})

test('what was sealed opens to the same text, and no two seals are alike @A7', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [one, two] = [seal(text, secret, 'p'), seal(text, secret, 'p')]
      assert.notEqual(one, two)
      assert.equal(open(one, secret, 'p'), text)
      assert.ok(text.length < 4 || !one.includes(text))
    }),
  )
})

test('a random code has only characters of the alphabet, and all of them @H1', () => {
  const codes = Array.from({ length: 300 }, () => randomCode(12, READABLE_ALPHABET))
  expect(new Set(codes).size).toBe(300)
  expect(codes.every((code) => code.length === 12)).toBe(true)
  expect(new Set(codes.join(''))).toEqual(new Set(READABLE_ALPHABET))
})

test('tokens and ids are never given twice @B1', () => {
  const tokens = Array.from({ length: 500 }, randomToken)
  expect(new Set(tokens).size).toBe(500)
  expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true)
  expect(new Set(Array.from({ length: 500 }, randomId)).size).toBe(500)
})

test('the hash is SHA-256, over text as UTF-8 @B1', () => {
  expect(sha256('abc').toString('hex')).toMatch(/^ba7816bf8f01cfea.*15ad$/)
  expect(sha256('ü')).toEqual(sha256(Buffer.from([0xc3, 0xbc])))
})
