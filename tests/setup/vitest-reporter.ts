import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import { countTest, sendCount, type ProjectCount } from './test-count'

/** Counts the tests. The reporter beside it shows them. */
export default class CountingReporter implements Reporter {
  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
  ): Promise<void> {
    const projects: Record<string, ProjectCount> = {}
    const failures: string[] = []
    let passed = 0
    let isBroken = errors.length > 0
    for (const file of modules) {
      // A file that could not be loaded has failed, and has no tests.
      if (file.errors().length > 0) isBroken = true
      for (const test of file.children.allTests()) {
        const hasPassed = test.result().state === 'passed'
        const { startTime = 0, duration = 0 } = test.diagnostic() ?? {}
        countTest(projects, file.project.name, { hasPassed, from: startTime, ms: duration })
        if (hasPassed) passed += 1
        else failures.push(`${file.project.name} › ${file.relativeModuleId} › ${test.fullName}`)
      }
    }
    const failed = failures.length === 0 && isBroken ? 1 : failures.length
    await sendCount({ passed, failed, failures, projects })
  }
}
