import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter'

/** What `tests/run.mjs` hears when the tests have ended. */
export interface Count {
  passed: number
  failed: number
  /** The names of those among the passed that failed at first. */
  flaky: string[]
}

/** Counts the tests. The list reporter beside it shows them. */
export default class CountingReporter implements Reporter {
  #tests: TestCase[] = []
  #hasGlobalError = false

  printsToStdio(): boolean {
    return false
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests()
    // Whoever listens was killed: on this signal Playwright stops what it has started.
    process.once('disconnect', () => process.kill(process.pid, 'SIGINT'))
  }

  onError(): void {
    this.#hasGlobalError = true
  }

  async onEnd(result: FullResult): Promise<void> {
    const outcomes = this.#tests.map((test) => test.outcome())
    const flaky = this.#tests.filter((test) => test.outcome() === 'flaky')
    const failedTests = outcomes.filter((outcome) => outcome === 'unexpected').length
    const isFailure = this.#hasGlobalError || result.status !== 'passed'
    const count: Count = {
      passed: outcomes.filter((outcome) => outcome === 'expected').length + flaky.length,
      // Something failed, though no test did: the set-up, or a file that could not be loaded.
      failed: failedTests === 0 && isFailure ? 1 : failedTests,
      flaky: flaky.map((test) => test.titlePath().filter(Boolean).join(' › ')),
    }
    if (process.send) await new Promise((sent) => process.send?.(count, sent))
  }
}
