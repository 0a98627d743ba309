import fc from 'fast-check'
import type { Fault } from '../../fixtures/sandbox-client'

export const REASONS = ['lost', 'stolen', 'sold', 'unrecognised', 'tidying'] as const
export type Reason = (typeof REASONS)[number]

/** Something the person, their phone, or the service does. Devices are named by their place in the list at the start. */
export type Step =
  | { do: 'look' }
  | {
      do: 'remove'
      device: number
      reason: Reason
      confirms: boolean
      /** A second click on the button, or a second tab in which another reason was chosen. */
      twice: 'no' | 'double-click' | 'two-tabs'
      otherReason: Reason
      /** Whether the person undoes it at once, when it can be undone. */
      undoes: boolean
      /** Whether the browser is told to send the form again when the portal died under it. */
      insists: boolean
    }
  | { do: 'undo'; which: number }
  | { do: 'clean-up'; ticks: boolean[]; undoes: boolean; insists: boolean }
  | { do: 'fault'; fault: Fault }
  | { do: 'clear-faults' }
  | { do: 'revoke'; device: number }
  | { do: 'wait'; ms: number }

export interface Schedule {
  phones: number
  backups: number
  temporaries: number
  steps: Step[]
}

/** One `kill -9`. */
export interface Kill {
  /** How far the run has come by then: the part of the schedules that has begun. */
  at: number
  /** How long after that it comes. */
  afterMs: number
  /** How long after its launch the new one is killed as well. */
  againMs: number | null
}

const device = fc.nat({ max: 8 })
const reason = fc.constantFrom(...REASONS)

const count = {
  times: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 3 }),
  after: fc.constantFrom(0, 0, 0, 1, 2),
}
/** Each costs whoever waits for it three seconds, so none lasts until it is cleared. */
const slow = { times: fc.constantFrom(1, 1, 2), after: count.after }
const either = { on: fc.constantFrom('list' as const, 'delete' as const) }
const deleting = { on: fc.constant('delete' as const) }

const fault: fc.Arbitrary<Fault> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        ...either,
        ...count,
        kind: fc.constant('status' as const),
        status: fc.constantFrom(500, 503, 429, 401, 404),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        ...either,
        ...count,
        kind: fc.constantFrom('reset' as const, 'truncated' as const, 'html' as const),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ ...either, ...slow, kind: fc.constant('hang' as const) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        ...either,
        ...slow,
        kind: fc.constant('delay' as const),
        // The last one comes after the portal has given up waiting: done all the same.
        delayMs: fc.constantFrom(150, 600, 1200, 3400),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        ...deleting,
        ...slow,
        kind: fc.constant('applied-then-hang' as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        ...deleting,
        ...count,
        kind: fc.constantFrom(
          'applied-then-reset' as const,
          'still-listed' as const,
          'gone' as const,
        ),
      }),
    },
  )
  .map(({ times, ...rest }) => (times === undefined ? rest : { ...rest, times }))

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      device,
      reason,
      confirms: fc.boolean(),
      twice: fc.constantFrom('no', 'no', 'double-click', 'two-tabs'),
      otherReason: reason,
      undoes: fc.constantFrom(true, false, false),
      insists: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('clean-up' as const),
      ticks: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      undoes: fc.constantFrom(true, false, false),
      insists: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('fault' as const), fault }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear-faults' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), device }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.integer({ min: 0, max: 1500 }),
    }),
  },
)

const schedule: fc.Arbitrary<Schedule> = fc.record({
  phones: fc.integer({ min: 1, max: 3 }),
  backups: fc.nat(3),
  temporaries: fc.nat(3),
  steps: fc.array(step, { minLength: 4, maxLength: 8, size: 'max' }),
})

/** What a killed portal had taken up is taken up again after a minute, so that the last kill mustn't come last. */
const LAST_KILL_AT = 0.6

const kill: fc.Arbitrary<Kill> = fc.record({
  at: fc.integer({ min: 1, max: 1_000 }).map((part) => (part / 1_000) * LAST_KILL_AT),
  afterMs: fc.nat(1_500),
  againMs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 50, max: 900 }) },
  ),
})

/** The schedules and kills of a seed: always the same ones. */
export function schedulesOf(seed: number, schedules: number, kills: number) {
  return {
    schedules: fc.sample(schedule, { seed, numRuns: schedules }),
    kills: fc.sample(kill, { seed, numRuns: kills }).toSorted((a, b) => a.at - b.at),
  }
}
