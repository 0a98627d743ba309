import { expect, test } from 'vitest'
import { runWorkerLoop } from '@/lib/jobs/worker-loop'
import { useEnvironment } from '../builders/environment'
import { logged } from './support/service'

useEnvironment()

test('what fails in the background is told once, and goes on @J2', async () => {
  let times = 0
  const lines = await logged(
    () =>
      new Promise<void>((resolve) => {
        const work = async () => {
          times += 1
          if (times === 6) resolve()
          if (times === 3 || times > 5) return
          throw new Error(`failure ${times}`)
        }
        runWorkerLoop(work, 1, 'the work failed')
      }),
  )
  expect(times).toBe(6)
  expect(lines.map(([level, , words]) => [level, words])).toEqual(
    Array(2).fill(['error', 'the work failed']),
  )
})
