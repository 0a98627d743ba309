import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter'
import { countTest, sendCount, type ProjectCount } from './test-count'

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
    const projects: Record<string, ProjectCount> = {}
    for (const test of this.#tests)
      for (const { startTime, duration } of test.results)
        countTest(projects, test.parent.project()?.name ?? '', {
          hasPassed: test.outcome() === 'expected',
          from: startTime.getTime(),
          ms: duration,
        })
    await sendCount({
      passed: this.#tests.filter((test) => test.outcome() === 'expected').length,
      // Something failed, though no test did: the set-up, or a file that could not be loaded.
      failed: failures.length === 0 && isFailure ? 1 : failures.length,
      failures: failures.map((test) => test.titlePath().filter(Boolean).join(' › ')),
      projects,
    })
  }
}
