import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter'

/** What `tests/run.mjs` hears when the tests have ended. */
export interface Count {
  passed: number
  failed: number
  /** The names of the tests that failed; fewer than failed where it wasn't a test. */
  failures: string[]
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
    const failures = this.#tests.filter((test) => test.outcome() === 'unexpected')
    const isFailure = this.#hasGlobalError || result.status !== 'passed'
    const count: Count = {
      passed: this.#tests.filter((test) => test.outcome() === 'expected').length,
      // Something failed, though no test did: the set-up, or a file that could not be loaded.
      failed: failures.length === 0 && isFailure ? 1 : failures.length,
      failures: failures.map((test) => test.titlePath().filter(Boolean).join(' › ')),
    }
    if (process.send) await new Promise((sent) => process.send?.(count, sent))
  }
}
