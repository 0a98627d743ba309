import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import {
  createBulkhead,
  createKeyedBulkhead,
  PLACES,
  SEATS,
} from '@/lib/platform/resilience/bulkhead'

const LONG = 60_000

test('beyond all places and seats a call is turned away at once @J4', async () => {
  const bulkhead = createBulkhead()
  const leave = await Promise.all(Array.from({ length: PLACES }, () => bulkhead.enter(LONG, null)))
  const seated = Array.from({ length: SEATS }, () => bulkhead.enter(LONG, null))
  const before = performance.now()
  expect(await bulkhead.enter(LONG, null)).toBeNull()
  expect(performance.now() - before).toBeLessThan(100)
  for (const free of leave) free?.()
  for (const place of seated) expect(await place).not.toBeNull()
})

test('who waits too long, or leaves, gets no place and keeps none @J4', async () => {
  const bulkhead = createBulkhead(1, 2)
  const free = await bulkhead.enter(0, null)
  const browser = new AbortController()
  const impatient = bulkhead.enter(20, null)
  const leaving = bulkhead.enter(LONG, browser.signal)
  expect(await impatient).toBeNull()
  browser.abort()
  expect(await leaving).toBeNull()
  expect(await bulkhead.enter(LONG, browser.signal)).toBeNull()
  free?.()
  expect(await bulkhead.enter(0, null)).not.toBeNull()
})

test('who has no time to wait gets no place that is freed later, and takes nobody’s seat @J4', async () => {
  const bulkhead = createBulkhead(1, 1)
  const free = await bulkhead.enter(0, null)
  const hasty = bulkhead.enter(0, null)
  const patient = bulkhead.enter(LONG, null)
  free?.()
  expect(await hasty).toBeNull()
  expect(await patient).not.toBeNull()
})

test('who got a place after waiting puts nobody else out of the line, neither by time nor by leaving @J4', async () => {
  const bulkhead = createBulkhead(1, 2)
  const browser = new AbortController()
  const first = await bulkhead.enter(0, null)
  const second = bulkhead.enter(30, browser.signal)
  const third = bulkhead.enter(1_000, null)
  first?.()
  const leave = await second
  browser.abort()
  await new Promise((resolve) => setTimeout(resolve, 60))
  leave?.()
  expect(await third).not.toBeNull()
})

test('leaving twice frees one place only @J4', async () => {
  const bulkhead = createBulkhead(1, 0)
  const first = await bulkhead.enter(0, null)
  first?.()
  await bulkhead.enter(0, null)
  first?.()
  expect(await bulkhead.enter(0, null)).toBeNull()
})

test('in any order of coming, waiting and leaving: never too many inside, and who waits is served in turn @J4', async () => {
  const steps = fc.array(fc.constantFrom('come', 'come', 'leave', 'abandon'), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(steps, async (moves) => {
      const bulkhead = createBulkhead(3, 4)
      const inside: (() => void)[] = []
      const served: number[] = []
      let line: { number: number; browser: AbortController }[] = []
      for (const [number, move] of moves.entries()) {
        if (move === 'leave') inside.shift()?.()
        else if (move === 'abandon') line.shift()?.browser.abort()
        else {
          const person = { number, browser: new AbortController() }
          const waits = inside.length >= 3
          const refused = waits && line.length >= 4
          if (waits && !refused) line.push(person)
          const entered = bulkhead.enter(LONG, person.browser.signal).then((free) => {
            line = line.filter((other) => other !== person)
            if (free === null) return
            inside.push(free)
            served.push(number)
          })
          if (!waits || refused) await entered
          assert.equal(served.includes(number), !waits)
        }
        await new Promise(setImmediate)
        assert.ok(inside.length <= 3)
        assert.ok(inside.length === 3 || line.length === 0)
      }
      assert.deepEqual(
        served,
        served.toSorted((a, b) => a - b),
      )
      for (const { browser } of line) browser.abort()
      await new Promise(setImmediate)
    }),
    { numRuns: 100 },
  )
})

test('one person’s calls fill the places and seats of that person, nobody else’s, and nothing of anybody is kept @J4', async () => {
  const readers = createKeyedBulkhead(2, 1)
  const enter = (who: string, waitMs = 0) => readers.enter(who, waitMs, null)
  const inside = [await enter('ada'), await enter('ada')]
  const seated = enter('ada', LONG)
  expect(await enter('ada', LONG)).toBeNull()
  const other = await enter('ben')
  expect(other).not.toBeNull()
  expect(readers.size()).toBe(2)
  other?.()
  other?.()
  expect(readers.size()).toBe(1)
  inside[0]?.()
  inside[0]?.()
  const third = await seated
  expect(third).not.toBeNull()
  expect(await enter('ada')).toBeNull()
  third?.()
  expect(readers.size()).toBe(1)
  inside[1]?.()
  expect(readers.size()).toBe(0)
})
