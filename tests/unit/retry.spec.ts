import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { deadlineIn } from '@/lib/platform/deadline'
import { succeed } from '@/lib/platform/result'
import { besideTimer } from '../fixtures/beside-timer'
import {
  failedAttempt,
  type AttemptEnd,
  type AttemptResult,
} from '@/lib/recognize/transport/attempt-result'
import type { RecognizeErrorCode } from '@/lib/recognize/errors'
import { PAUSE_CAPS_MS, sleep, withRetries } from '@/lib/recognize/transport/retry'
import { createRetryBudget } from '@/lib/platform/resilience/retry-budget'

const RETRIED = ['unreachable', 'busy', 'unavailable'] as const
const FINAL = ['timeout', 'key-refused', 'not-found', 'rejected', 'unexpected-answer'] as const
const UNSENT = ['cut-short', 'no-time', 'breaker', 'full'] as const

interface Step {
  takes: number
  result: AttemptResult<string>
}

interface World {
  steps: Step[]
  budgetMs?: number
  random?: () => number
  hasRetries?: boolean
}

/** Plays a call whose attempts take and end as given, on a clock of its own; the last step repeats. */
async function play({ steps, budgetMs = 2_700, random = () => 0.5, hasRetries = true }: World) {
  let time = 0
  const pauses: number[] = []
  const starts: number[] = []
  const budget = { earn: () => undefined, take: () => hasRetries }
  const pause = async (ms: number) => {
    pauses.push(ms)
    time += ms
  }
  const deadline = deadlineIn(budgetMs, undefined, () => time)
  const attempt = async (number: number) => {
    starts.push(time)
    const step = steps[Math.min(number, steps.length) - 1]
    assert.ok(step)
    time += Math.min(step.takes, deadline.left())
    return step.result
  }
  const result = await withRetries(attempt, deadline, { budget, random, sleep: pause })
  return { result, pauses, starts, end: time }
}

const ends = (result: AttemptResult<string>, takes = 10): Step => ({ takes, result })

for (const code of FINAL)
  test(`${code} is not tried again @J4`, async () => {
    const { starts, result } = await play({
      steps: [ends(failedAttempt(code)), ends(succeed('late'))],
    })
    expect(starts).toHaveLength(1)
    expect(result).toEqual(failedAttempt(code))
  })

for (const end of UNSENT)
  test(`an attempt that ended by ${end} is not tried again @J4`, async () => {
    const { starts } = await play({ steps: [ends(failedAttempt('timeout', end))] })
    expect(starts).toHaveLength(1)
  })

test('what is abandoned is not tried again, neither after an attempt nor in a pause @J4', async () => {
  expect(
    (await play({ steps: [ends(failedAttempt('timeout', 'abandoned'))] })).starts,
  ).toHaveLength(1)

  const browser = new AbortController()
  let attempts = 0
  const attempt = async () => {
    attempts += 1
    return failedAttempt('unavailable', 'service', 1_500)
  }
  const call = withRetries(attempt, deadlineIn(2_700, browser.signal), {
    budget: createRetryBudget(),
    random: () => 0.9,
    sleep,
  })
  setTimeout(() => browser.abort(), 20)
  const share = await besideTimer(1_000, async () =>
    expect(await call).toEqual(failedAttempt('timeout', 'abandoned')),
  )
  expect(share).toBeLessThan(1)
  expect(attempts).toBe(1)
})

test('without budget nothing is tried again @J4', async () => {
  const { starts } = await play({ steps: [ends(failedAttempt('unavailable'))], hasRetries: false })
  expect(starts).toHaveLength(1)
})

test('a Retry-After that doesn’t fit ends the call at once, one that fits is waited for @J4', async () => {
  const refused = failedAttempt('busy', 'service', 2_600)
  expect(await play({ steps: [ends(refused)] })).toMatchObject({ result: refused, end: 10 })
  const { pauses, result } = await play({
    steps: [ends(failedAttempt('busy', 'service', 1_500)), ends(succeed('list'))],
  })
  expect(pauses).toEqual([1_500])
  expect(result).toEqual(succeed('list'))
})

test('an attempt that learnt nothing doesn’t hide what the one before it learnt @J4', async () => {
  for (const end of UNSENT) {
    const first = failedAttempt('unavailable')
    const { result } = await play({ steps: [ends(first), ends(failedAttempt('timeout', end))] })
    expect(result).toEqual(first)
  }
})

test('who leaves during a later attempt is told so, not what the one before it learnt @J4', async () => {
  const left = failedAttempt('timeout', 'abandoned')
  const { result } = await play({ steps: [ends(failedAttempt('unavailable')), ends(left)] })
  expect(result).toEqual(left)
})

test('a pause that took all the time left is followed by no attempt @J4', async () => {
  let time = 0
  let attempts = 0
  const attempt = async () => failedAttempt((attempts++, 'unavailable'))
  const tools = { budget: createRetryBudget(), random: () => 0.5 }
  const oversleep = async () => void (time = 2_700)
  const call = withRetries(
    attempt,
    deadlineIn(2_700, undefined, () => time),
    { ...tools, sleep: oversleep },
  )
  expect(await call).toEqual(failedAttempt('unavailable'))
  expect(attempts).toBe(1)
})

test('a retry for which the time just suffices is made @J4', async () => {
  const steps = [ends(failedAttempt('unavailable')), ends(succeed('list'))]
  expect((await play({ steps, budgetMs: 159 })).result).toEqual(failedAttempt('unavailable'))
  expect((await play({ steps, budgetMs: 160 })).result).toEqual(succeed('list'))
})

test('a pause lasts, also where nobody can leave @J4', async () => {
  const before = performance.now()
  await sleep(40, null)
  expect(performance.now() - before).toBeGreaterThan(35)
})

test('one failure of each kind that passes is not seen at all @J4', async () => {
  for (const code of RETRIED) {
    const { result, starts } = await play({
      steps: [ends(failedAttempt(code)), ends(succeed('list'))],
    })
    expect(result).toEqual(succeed('list'))
    expect(starts).toHaveLength(2)
  }
})

const result: fc.Arbitrary<AttemptResult<string>> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(succeed('list')) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom<RecognizeErrorCode>(...RETRIED, ...FINAL),
        fc.constantFrom<AttemptEnd>('service', 'service', 'service', 'abandoned', ...UNSENT),
        fc.option(fc.integer({ min: 0, max: 5_000 })),
      )
      .map((failure) => failedAttempt(...failure)),
  },
)
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('whatever happens: three attempts at most, full jitter, no start and no pause beyond the deadline @J4', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ takes: fc.integer({ min: 0, max: 1_200 }), result }), { minLength: 1 }),
      fc.integer({ min: 0, max: 3_000 }),
      fc.array(chance, { minLength: 2, maxLength: 2 }),
      async (steps, budgetMs, chances) => {
        const drawn = [...chances]
        const played = await play({ steps, budgetMs, random: () => drawn.shift() ?? 0 })
        assert.ok(played.starts.length <= 3)
        assert.equal(played.pauses.length, played.starts.length - 1)
        assert.ok(played.end <= budgetMs)
        for (const [index, pause] of played.pauses.entries()) {
          const before = steps[Math.min(index, steps.length - 1)]?.result
          assert.ok(before && !before.ok && before.error.end === 'service')
          const jitter = (chances[index] ?? 0) * (PAUSE_CAPS_MS[index] ?? 0)
          assert.equal(pause, Math.max(jitter, before.error.retryAfterMs ?? 0))
        }
      },
    ),
  )
})
