// @ts-check
// A test runner for Stryker that keeps the specs loaded: a run of one mutant takes milliseconds instead of seconds.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import { beginFile, tests, TOO_LONG } from './specs.mjs'

/**
 * What Stryker put into the code under test reads and writes this.
 * @typedef {{
 *   activeMutant?: string | undefined,
 *   currentTestId?: string | undefined,
 *   hitCount?: number | undefined,
 *   hitLimit?: number | undefined,
 *   mutantCoverage?: import('@stryker-mutator/api/core').MutantCoverage,
 * }} State
 */
const holder = /** @type {{ __stryker__?: State }} */ (/** @type {unknown} */ (globalThis))
const state = (holder.__stryker__ ??= {})

/** As a runner ends a test that hangs; they take a tenth of a second when they don't. */
const MOST_MS = 10_000

const {
  fetch,
  Date: { now },
} = globalThis

/** @param {() => Promise<void>} run */
async function inTime(run) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(TOO_LONG)), MOST_MS)
  })
  try {
    await Promise.race([run(), limit])
  } finally {
    clearTimeout(timer)
  }
}

let generation = 0
let isLoaded = false

/** Loads the specs and all of ours that they import; anew, when they are there already. */
async function load() {
  generation += 1
  isLoaded = false
  tests.length = 0
  for (const spec of (process.env['MUTATION_SPECS'] ?? '').split(',')) {
    const path = join('tests/unit', `${spec}.spec.ts`)
    beginFile(path)
    await import(`${pathToFileURL(path).href}?generation=${generation}`)
  }
  isLoaded = true
}

/**
 * Runs the tests one after the other, to the first that fails.
 * @param {readonly string[] | undefined} ids
 * @returns {Promise<import('@stryker-mutator/api/test-runner').DryRunResult>}
 */
async function runTests(ids) {
  /** @type {import('@stryker-mutator/api/test-runner').TestResult[]} */
  const results = []
  const chosen = ids && new Set(ids)
  for (const { id, name, run } of tests) {
    if (chosen && !chosen.has(id)) continue
    state.currentTestId = id
    const startedAt = performance.now()
    const failure = await inTime(run).then(
      () => undefined,
      (error) => (error instanceof Error ? error.message : String(error)),
    )
    const one = { id, name, timeSpentMs: performance.now() - startedAt }
    const reached = determineHitLimitReached(state.hitCount, state.hitLimit)
    if (reached) return reached
    if (failure === undefined) results.push({ ...one, status: TestStatus.Success })
    else results.push({ ...one, status: TestStatus.Failed, failureMessage: failure })
    if (failure !== undefined && chosen) break
  }
  state.currentTestId = undefined
  return { status: DryRunStatus.Complete, tests: results }
}

/** @implements {import('@stryker-mutator/api/test-runner').TestRunner} */
class SpecRunner {
  capabilities() {
    return { reloadEnvironment: true }
  }

  async dryRun() {
    await load()
    const result = await runTests(undefined)
    const { mutantCoverage } = state
    return result.status === DryRunStatus.Complete && mutantCoverage
      ? { ...result, mutantCoverage }
      : result
  }

  /**
   * @param {import('@stryker-mutator/api/test-runner').MutantRunOptions} options
   * @returns {Promise<import('@stryker-mutator/api/test-runner').MutantRunResult>}
   */
  async mutantRun({ activeMutant, mutantActivation, reloadEnvironment, testFilter, hitLimit }) {
    state.hitLimit = hitLimit
    state.hitCount = hitLimit === undefined ? undefined : 0
    if (mutantActivation === 'static') state.activeMutant = activeMutant.id
    if (reloadEnvironment || !isLoaded) {
      const failure = await load().then(
        () => undefined,
        (error) => String(error),
      )
      // A module that can't be loaded any more is noticed by whatever imports it.
      if (failure !== undefined) {
        state.activeMutant = undefined
        const status = MutantRunStatus.Killed
        return { status, killedBy: [], failureMessage: failure, nrOfTests: 0 }
      }
    }
    state.activeMutant = activeMutant.id
    const result = await runTests(testFilter ?? tests.map(({ id }) => id))
    state.activeMutant = undefined
    // A test that hangs has left the world as it made it.
    Object.assign(globalThis, { fetch })
    Object.assign(Date, { now })
    const outcome = toMutantRunResult(result)
    if (outcome.status === MutantRunStatus.Killed && outcome.failureMessage === TOO_LONG)
      isLoaded = false
    return outcome
  }
}

export const strykerPlugins = [
  declareClassPlugin(
    PluginKind.TestRunner,
    'unit-specs',
    Object.assign(SpecRunner, { inject: [] }),
  ),
]
