import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { copyEmbedded } from '../setup/embedded'
import { required } from '../setup/stack'
import { startProgram } from '../fixtures/program'
import { expect, test } from '../integration/support/test'

const KILLS = 2

test('an embedded database whose process is killed in mid-writing loses no entry that it had taken @nightly', async ({
  stack,
}) => {
  test.setTimeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'portal-killed-'))
  copyEmbedded(required(stack.embedded, 'An embedded database'), join(folder, 'data'))
  let taken: number[] = []
  try {
    for (let kill = 0; kill <= KILLS; kill++) {
      const writer = startProgram('append-entries', [join(folder, 'data')])
      const lines = () => writer.output().split('\n').slice(0, -1)
      await expect.poll(() => lines().length, { timeout: 40_000 }).toBeGreaterThan(10)
      await sleep(10 * kill)
      writer.child.kill('SIGKILL')
      await writer.ended
      expect(lines()[0]).toMatch(/ intact$/)
      const [first = '', ...written] = lines()
      const kept = first.split(' ').slice(1, -1).filter(Boolean).map(Number)
      expect(kept.slice(0, taken.length)).toEqual(taken)
      // The last one may have been taken without anybody having been told; nothing is there that was never written.
      expect([taken.length, taken.length + 1]).toContain(kept.length)
      taken = [...kept, ...written.map(Number)]
      expect(taken).toEqual(taken.map((_, place) => place))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
