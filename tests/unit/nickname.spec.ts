import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { nicknameText } from '@/lib/devices/list/nicknames'
import { anyText } from './support/any-text'

describe('a name that could hide or turn around other text is refused', () => {
  for (const [what, text] of [
    ['a control character', 'Work\u0007phone'],
    ['an escape', '\u001B[31m'],
    ['a null', 'a\u0000b'],
    ['a right-to-left override', 'a\u202Eb'],
    ['an isolate', 'a\u2066b'],
    ['a direction mark', 'a\u200Fb'],
    ['a soft hyphen', 'a\u00ADb'],
    ['a zero-width space', 'a\u200Bb'],
    ['nothing visible', '\u200D\u200D'],
    ['a Hangul filler, which is a letter', '\u3164'],
    ['an empty Braille pattern, which is a symbol', '\u2800'],
    ['half a character', 'a\uD800'],
    ['65 characters', 'x'.repeat(65)],
    ['65 emoji', '📱'.repeat(65)],
  ] as const)
    test(what, () => {
      expect(nicknameText.safeParse(text).success).toBe(false)
    })
})

test('what is no text is refused @D3', () => {
  for (const value of [undefined, null, 7, ['x'], {}])
    expect(nicknameText.safeParse(value).success).toBe(false)
})

test('64 characters are accepted as people count them', () => {
  for (const text of ['x'.repeat(64), '📱'.repeat(64), '👩‍💻’s phone', 'هاتف', '手机'])
    expect(nicknameText.parse(text)).toBe(text)
})

test('space is trimmed and joined; a name of nothing else takes the name away', () => {
  expect(nicknameText.parse('  My \n\t phone ')).toBe('My phone')
  for (const text of ['', '   ', '\n\t', '\u00A0\u2003']) expect(nicknameText.parse(text)).toBe('')
})

test('the same name typed in two ways is the same', () => {
  expect(nicknameText.parse('Zoe\u0308')).toBe(nicknameText.parse('Zoë'))
})

test('whatever is accepted is short, trimmed, one line and free of control characters @D3', () => {
  fc.assert(
    fc.property(anyText({ maxLength: 80 }), (text) => {
      const name = nicknameText.safeParse(text).data
      if (name === undefined) return
      assert.ok([...name].length <= 64)
      assert.equal(name, name.trim())
      assert.doesNotMatch(name, /[\p{Cc}\u2028-\u202E\u2066-\u2069\u200B\u200E\u200F]/u)
      assert.ok(name === '' || /[\p{L}\p{N}\p{P}\p{S}]/u.test(name))
      assert.equal(nicknameText.parse(name), name)
    }),
  )
})
