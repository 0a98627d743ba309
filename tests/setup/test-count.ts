/** What `tests/run.mjs` hears from a runner when its tests have ended. */
export interface TestCount {
  passed: number
  failed: number
  /** The names of the tests that failed; fewer than failed where it wasn't a test. */
  failures: string[]
  projects: Record<string, ProjectCount>
}

export interface ProjectCount {
  passed: number
  failed: number
  /** In milliseconds since 1970: the start of its first test, and the end of its last one. */
  from: number
  to: number
  /** How long its tests took, summed, in milliseconds. */
  worked: number
}

/** Adds a test that has ended to what its project has so far. */
export function countTest(
  projects: Record<string, ProjectCount>,
  project: string,
  test: { hasPassed: boolean; from: number; ms: number },
): void {
  const { passed, failed, from, to, worked } = projects[project] ?? {
    passed: 0,
    failed: 0,
    from: Infinity,
    to: 0,
    worked: 0,
  }
  projects[project] = {
    passed: passed + (test.hasPassed ? 1 : 0),
    failed: failed + (test.hasPassed ? 0 : 1),
    from: Math.min(from, test.from),
    to: Math.max(to, test.from + test.ms),
    worked: worked + test.ms,
  }
}

/** Tells the parent process, if there is one that listens. */
export async function sendCount(count: TestCount): Promise<void> {
  if (process.send) await new Promise((sent) => process.send?.(count, sent))
}
