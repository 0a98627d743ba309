import { expect, test } from 'vitest'
import { createSingleFlight } from '@/lib/platform/resilience/single-flight'

const later = () => new Promise((resolve) => setTimeout(resolve, 1))

test('who asks with the same key while the work runs shares its outcome; who asks afterwards has it run anew', async () => {
  const share = createSingleFlight<number>()
  let runs = 0
  const work = async () => {
    runs += 1
    await later()
    return runs
  }
  expect(await Promise.all([share('a', work), share('a', work), share('a', work)])).toEqual([
    1, 1, 1,
  ])
  expect(await share('a', work)).toBe(2)
})

test('another key is other work', async () => {
  const share = createSingleFlight<string>()
  const work = (outcome: string) => async () => {
    await later()
    return outcome
  }
  expect(await Promise.all([share('a', work('one')), share('b', work('two'))])).toEqual([
    'one',
    'two',
  ])
})

test('what the work throws is shared as well, and leaves the key free', async () => {
  const share = createSingleFlight<string>()
  const failing = async () => {
    await later()
    throw new Error('lost')
  }
  const [first, second] = await Promise.allSettled([share('a', failing), share('a', failing)])
  expect([first.status, second.status]).toEqual(['rejected', 'rejected'])
  expect(await share('a', async () => 'done')).toBe('done')
})
