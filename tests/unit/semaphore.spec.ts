import { setTimeout as sleep } from 'node:timers/promises'
import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { createKeyedSemaphore, createSemaphore } from '@/lib/platform/resilience/semaphore'
import { PLACES, SEATS } from '@/lib/recognize/transport/upstream'

const LONG = 60_000

test('beyond all places and seats a call is turned away at once @J4', async () => {
  const semaphore = createSemaphore(PLACES, SEATS)
  const leave = await Promise.all(Array.from({ length: PLACES }, () => semaphore.enter(LONG, null)))
  const seated = Array.from({ length: SEATS }, () => semaphore.enter(LONG, null))
  // Before any timer can fire.
  expect(await Promise.race([semaphore.enter(LONG, null), sleep(0, 'later')])).toBeNull()
  for (const free of leave) free?.()
  for (const place of seated) expect(await place).not.toBeNull()
})

test('who waits too long, or leaves, gets no place and keeps none @J4', async () => {
  const semaphore = createSemaphore(1, 2)
  const free = await semaphore.enter(0, null)
  const browser = new AbortController()
  const impatient = semaphore.enter(20, null)
  const leaving = semaphore.enter(LONG, browser.signal)
  expect(await impatient).toBeNull()
  browser.abort()
  expect(await leaving).toBeNull()
  expect(await semaphore.enter(LONG, browser.signal)).toBeNull()
  free?.()
  expect(await semaphore.enter(0, null)).not.toBeNull()
})

test('who has no time to wait gets no place that is freed later, and takes nobody’s seat @J4', async () => {
  const semaphore = createSemaphore(1, 1)
  const free = await semaphore.enter(0, null)
  const hasty = semaphore.enter(0, null)
  const patient = semaphore.enter(LONG, null)
  free?.()
  expect(await hasty).toBeNull()
  expect(await patient).not.toBeNull()
})

test('who got a place after waiting puts nobody else out of the line, neither by time nor by leaving @J4', async () => {
  const semaphore = createSemaphore(1, 2)
  const browser = new AbortController()
  const first = await semaphore.enter(0, null)
  const second = semaphore.enter(30, browser.signal)
  const third = semaphore.enter(1_000, null)
  first?.()
  const leave = await second
  browser.abort()
  await new Promise((resolve) => setTimeout(resolve, 60))
  leave?.()
  expect(await third).not.toBeNull()
})

test('leaving twice frees one place only @J4', async () => {
  const semaphore = createSemaphore(1, 0)
  const first = await semaphore.enter(0, null)
  first?.()
  await semaphore.enter(0, null)
  first?.()
  expect(await semaphore.enter(0, null)).toBeNull()
})

test('in any order of coming, waiting and leaving: never too many inside, and who waits is served in turn @J4', async () => {
  const steps = fc.array(fc.constantFrom('come', 'come', 'leave', 'abandon'), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(steps, async (moves) => {
      const semaphore = createSemaphore(3, 4)
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
          const entered = semaphore.enter(LONG, person.browser.signal).then((free) => {
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
  const readers = createKeyedSemaphore(2, 1)
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

test('a place that can be taken only now is refused when there is none, and never waited for @J4', async () => {
  const semaphore = createSemaphore(1)
  const leave = semaphore.tryEnter()
  expect(leave).not.toBeNull()
  expect(semaphore.tryEnter()).toBeNull()
  leave?.()
  expect(semaphore.tryEnter()).not.toBeNull()
  const watches = createKeyedSemaphore(1)
  const own = watches.tryEnter('ada')
  expect(watches.tryEnter('ada')).toBeNull()
  expect(watches.tryEnter('ben')).not.toBeNull()
  own?.()
  expect(watches.size()).toBe(1)
})

test('work runs in turn, so many at once, and what fails gives its place back @J4', async () => {
  const semaphore = createSemaphore(2)
  let running = 0
  let most = 0
  const order: number[] = []
  const work = (number: number) => async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise(setImmediate)
    running -= 1
    order.push(number)
    if (number % 2 === 1) throw new Error(`${number}`)
    return number
  }
  const ends = await Promise.allSettled(
    Array.from({ length: 6 }, (_, number) => semaphore.run(work(number))),
  )
  expect(ends.map(({ status }) => status)).toEqual(Array(3).fill(['fulfilled', 'rejected']).flat())
  expect([most, running]).toEqual([2, 0])
  expect(order).toEqual([0, 1, 2, 3, 4, 5])
})
