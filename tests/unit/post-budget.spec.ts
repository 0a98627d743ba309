import { expect, test } from 'vitest'
import {
  LEAST_COST,
  MOST_BYTES_UNKNOWN,
  NETWORK_BUDGET,
  NO_ADDRESS_BUDGET,
  PostBudget,
  type AskedPost,
} from '@/lib/web/post-budget'
import { useEnvironment } from '../builders/environment'

useEnvironment()

const from = (address: string, more: Partial<AskedPost> = {}): AskedPost => ({
  headers: { 'x-forwarded-for': address },
  bytes: MOST_BYTES_UNKNOWN,
  atMs: 1_000,
  ...more,
})
const isIn = (budget: PostBudget, post: AskedPost) => 'mostBytes' in budget.admit(post)
/** How many of `count` posts are let in, each from another one of the addresses. */
const letIn = (budget: PostBudget, addresses: readonly string[], count: number, bytes: number) =>
  Array.from({ length: count }, (_, place) =>
    isIn(budget, from(addresses[place % addresses.length] ?? '', { bytes })),
  ).filter(Boolean).length

const NETWORKS = {
  'one address': ['198.51.100.4'],
  'fifty addresses of one network': Array.from({ length: 50 }, (_, n) => `198.51.100.${n}`),
  'one /48 of IPv6': Array.from({ length: 50 }, (_, n) => `2001:db8:7:${n}::${n + 1}`),
}

for (const [who, addresses] of Object.entries(NETWORKS))
  test(`strangers at ${who} have one budget of bytes a minute, and others theirs @D4 @D12`, () => {
    const budget = new PostBudget()
    const most = NETWORK_BUDGET / MOST_BYTES_UNKNOWN
    expect(letIn(budget, addresses, 3 * most, MOST_BYTES_UNKNOWN)).toBe(most)
    for (const other of ['203.0.113.4', '2001:db8:8::1'])
      expect(isIn(budget, from(other))).toBe(true)
  })

test('a small post costs as much as looking at it, and a post of unknown length the most @D4', () => {
  const count = NETWORK_BUDGET / LEAST_COST
  expect(letIn(new PostBudget(), ['198.51.100.4'], 2 * count, 1)).toBe(count)
  const budget = new PostBudget()
  const most = NETWORK_BUDGET / MOST_BYTES_UNKNOWN
  const posts = Array.from({ length: 2 * most }, () => from('198.51.100.4', { bytes: null }))
  expect(posts.filter((post) => isIn(budget, post))).toHaveLength(most)
})

test('who is refused is told when to come again, and may then @D12', () => {
  const budget = new PostBudget()
  letIn(budget, ['198.51.100.4'], 1_000, MOST_BYTES_UNKNOWN)
  expect(budget.admit(from('198.51.100.4', { atMs: 31_000 }))).toEqual({ retryAfterSeconds: 30 })
  expect(isIn(budget, from('198.51.100.4', { atMs: 61_000 }))).toBe(true)
})

test('whoever is signed in here sends larger forms, and has no budget that strangers could use up @D4', () => {
  const budget = new PostBudget()
  const cookie = 'a=1; portal.sign-in=sealed; b=2'
  budget.noteSession(cookie, 0)
  letIn(budget, ['198.51.100.4'], 1_000, MOST_BYTES_UNKNOWN)
  const known = from('198.51.100.4', { bytes: 150_000 })
  const headers = { ...known.headers, cookie }
  const { mostBytes } = { mostBytes: 0, ...budget.admit({ ...known, headers }) }
  expect(mostBytes).toBeGreaterThan(150_000)
  // Made up, altered, of another name, and long gone.
  for (const made of ['portal.sign-in=x', 'portal.sign-in=sealed2', 'x=portal.sign-in=sealed', ''])
    expect(
      isIn(budget, from('198.51.100.4', { headers: { ...known.headers, cookie: made } })),
    ).toBe(false)
  expect(budget.admit({ headers, bytes: 1, atMs: 3_600_000 })).toEqual({
    mostBytes: MOST_BYTES_UNKNOWN,
  })
})

test('a request without a session makes nobody known @D4', () => {
  const budget = new PostBudget()
  for (const cookie of [undefined, '', 'a=1']) {
    budget.noteSession(cookie, 0)
    const headers = cookie === undefined ? {} : { cookie }
    expect(budget.admit({ headers, bytes: 1, atMs: 1 })).toEqual({ mostBytes: MOST_BYTES_UNKNOWN })
  }
})

test('without addresses all strangers share a larger budget, and many networks don’t fill the memory @D12', () => {
  const budget = new PostBudget()
  const posts = NO_ADDRESS_BUDGET / MOST_BYTES_UNKNOWN
  const unnamed = Array.from({ length: posts + 50 }, () => from('unknown'))
  expect(unnamed.filter((post) => isIn(budget, post))).toHaveLength(posts)
  expect(isIn(budget, from('203.0.113.4'))).toBe(true)
  const many = new PostBudget()
  for (let n = 0; n < 30_000; n++)
    many.admit(from(`2001:db8:${(n % 0xffff).toString(16)}::1`, { bytes: 1 }))
  // Those beyond share the budget of those without an address, and it ends.
  expect(isIn(many, from('2001:db8:7531::1'))).toBe(false)
  expect(isIn(many, from('2001:db8:1::1'))).toBe(true)
})
