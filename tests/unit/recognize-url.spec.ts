import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { recognizeUrl } from '@/lib/recognize/transport/recognize-url'
import { newSigningKey } from '../builders/rows'
import { useEnvironment } from '../builders/environment'

useEnvironment()

const BASE = 'https://recognize.example/base/v2/users/AB/devices/'
const urlOf = (segment: string) => recognizeUrl(['users', 'AB', 'devices', segment])

for (const segment of ['', '.', '..'])
  test(`a segment ${JSON.stringify(segment)} is refused, so that no path climbs @D7`, () => {
    expect(() => urlOf(segment)).toThrow('must not be empty or dots')
    expect(() => recognizeUrl(['users', segment, 'devices'])).toThrow('must not be empty or dots')
  })

describe('hostile text stays one segment of the path', () => {
  for (const segment of [
    'a/b',
    '/',
    '../../users',
    '..%2f..',
    '%2E%2E',
    '%',
    '?x=1',
    '#x',
    'a;b',
    'a\\b',
    '\n',
    ' ',
    'ключ',
    '🔑',
    '@evil.example',
    '//evil.example',
  ])
    test(JSON.stringify(segment), () => {
      const { pathname, origin, search, hash } = new URL(urlOf(segment))
      expect(origin).toBe('https://recognize.example')
      expect(search + hash).toBe('')
      expect(pathname.split('/')).toHaveLength(7)
      expect(decodeURIComponent(pathname.split('/')[6] ?? '')).toBe(segment)
    })
})

test('any text but dots and nothing comes back from the URL as it went in @D7', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
    .filter((value) => value !== '.' && value !== '..')
  fc.assert(
    fc.property(text, (segment) => {
      const url = new URL(urlOf(segment))
      assert.ok(url.href.startsWith(BASE))
      assert.equal(url.pathname.split('/').length, 7)
      assert.equal(url.search + url.hash, '')
      assert.equal(decodeURIComponent(url.pathname.split('/')[6] ?? ''), segment)
    }),
  )
})

test('the example of the documentation is sent as the documentation says', () => {
  expect(urlOf('BNyb8+dT4N/x=')).toBe(`${BASE}BNyb8%2BdT4N%2Fx%3D`)
})

test('no real key leaves + / or = bare in the path @D7', () => {
  for (let round = 0; round < 100; round++) {
    const key = newSigningKey()
    const [, sent = ''] = urlOf(key).split(BASE)
    assert.doesNotMatch(sent, /[+/=]/)
    assert.equal(decodeURIComponent(sent), key)
  }
})

test('one slash joins base and path, however the base ends', () => {
  expect(recognizeUrl(['users'])).toBe('https://recognize.example/base/v2/users')
})
