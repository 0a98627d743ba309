import { expect, test } from 'vitest'
import fc from 'fast-check'
import { confirmedPath, draftedPath, returnPath, roundsIn } from '@/lib/auth/step-up/return-path'
import { anyText } from './support/any-text'

const ELSEWHERE = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '/%2F/evil.example',
  '/%5Cevil.example',
  '/devices//evil.example',
  '/devices/..//evil.example',
  '/devices/../api/auth/signout',
  '/devices/%2e%2e/x',
  '/devices\n//evil.example',
  '/devices\\@evil.example',
  '/devices@evil.example',
  '/devices.evil.example',
  '/devicesevil',
  '/devices?next=//evil.example',
  '/devices/add?confirmed=0',
  '/devices/add?confirmed=3',
  '/devices/add?confirmed=11',
  '/devices/add?draft=abc',
  '/devices/add?confirmed=1&draft=',
  '/devices/add?confirmed=1&draft=a/b',
  '/devices/add?confirmed=1&draft=a&draft=b',
  `/devices/add?confirmed=1&draft=${'a'.repeat(3001)}`,
  '/devices/add?confirmed=1?confirmed=1',
  '/elsewhere?confirmed=1',
  '/devices/add?confirmed=1&next=//evil.example',
  '/devices/add?confirmed=1#//evil.example',
  '//evil.example/devices/add?confirmed=1',
  '/devices#//evil.example',
  '/devices/',
  ' /devices',
  '/api/auth/callback/oidc',
  '/',
  '',
  null,
  7,
  ['/receipts/x'],
  { href: '/receipts/x' },
]
const OWN = [
  '/devices',
  '/devices/0123456789abcdef',
  '/devices/0123/remove',
  '/receipts/ABCD-EFGH-2345',
  '/devices/add',
  '/call-number',
  '/devices/add?confirmed=1',
  '/devices/add/ABCD-EFGH-2345?confirmed=2',
  '/support/users/AB/devices/01/remove?confirmed=1&draft=AbC-_9',
]

test('a sign-in leads nowhere but to a page of this portal @D11', () => {
  const part = anyText({ maxLength: 20 }).map(encodeURIComponent)
  const any = fc.sample(
    fc.oneof(
      fc
        .tuple(fc.domain(), part, part, part)
        .map(([host, path, query, hash]) => `https://${host}/${path}?${query}#${hash}`),
      fc.string().map((text) => `/${text}`),
      fc.string().map((text) => `/devices/${text}`),
      anyText(),
    ),
    { numRuns: 500, seed: 1 },
  )
  const answers = [...ELSEWHERE, ...OWN, ...any].map(returnPath)
  expect(answers.slice(0, ELSEWHERE.length)).toEqual(ELSEWHERE.map(() => '/devices'))
  expect(answers.slice(ELSEWHERE.length, ELSEWHERE.length + OWN.length)).toEqual(OWN)
  const base = 'https://portal.example'
  const strays = answers.slice(ELSEWHERE.length + OWN.length).filter((answer) => {
    const { origin, pathname, search, hash } = new URL(answer, base)
    return origin !== base || pathname + search + hash !== answer
  })
  expect(strays).toEqual([])
})

test('a confirmation leads back to the page that asked for it, which is told; and nowhere else @D11', () => {
  const page = '/devices/0123/remove'
  expect([0, 1, 2].map((rounds) => confirmedPath(page, rounds, null))).toEqual([
    `${page}?confirmed=1`,
    `${page}?confirmed=2`,
    `${page}?confirmed=2`,
  ])
  expect(confirmedPath(page, 0, 'AbC-_9')).toBe(`${page}?confirmed=1&draft=AbC-_9`)
  expect(confirmedPath(page, 0, 'x&next=//evil.example')).toBe('/devices')
  for (const elsewhere of [...ELSEWHERE, `${page}?confirmed=1`])
    expect(confirmedPath(elsewhere, 0, null)).toMatch(/^\/devices(\?confirmed=1|\/)?$/)
  expect(['0', '1', '2', '3', 1, ['1'], null].map(roundsIn)).toEqual([0, 1, 2, 0, 0, 0, 0])
})

test('a page is loaded anew with the draft of its form, and nothing else becomes part of the address @D11', () => {
  expect(draftedPath('/devices/01/remove', 'AbC-_9')).toBe('/devices/01/remove?draft=AbC-_9')
  for (const draft of [undefined, '', 'a/b', 'a&x=1', 'a'.repeat(3001), ['a']])
    expect(draftedPath('/devices/add', draft)).toBe('/devices/add')
  for (const page of ELSEWHERE) expect(draftedPath(page, 'abc')).toBe('/devices?draft=abc')
})
