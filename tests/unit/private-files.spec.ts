import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exposureOf } from '@/lib/platform/settings/private-files'
import { parseEnvironment } from '@/lib/platform/env'
import { ENVIRONMENT } from '../builders/environment'
import { emptyFolder } from './support/empty-folder'

const SECRET = 'f'.repeat(20) + '0123456789abcdef'

/** A file with this mode. */
function file(mode: number): string {
  const path = join(emptyFolder(), `it's ${mode.toString(8)}`)
  writeFileSync(path, SECRET)
  chmodSync(path, mode)
  return path
}

test('whatever others may read, write or enter is open, with the command that mends it @G4', () => {
  for (const mode of [0o604, 0o602, 0o601, 0o620, 0o610, 0o644, 0o666, 0o777, 0o660]) {
    const path = file(mode)
    expect(exposureOf(path), mode.toString(8)).toBe(
      `is open to other users. Run: chmod go= '${path.replace(`'`, `'\\''`)}'`,
    )
  }
  for (const mode of [0o600, 0o400, 0o700, 0o640, 0o440]) expect(exposureOf(file(mode))).toBeNull()
  expect(exposureOf(join(emptyFolder(), 'nothing'))).toBeNull()
})

test('a directory has no group that may read it; a link counts as what it leads to @G4', () => {
  const folder = emptyFolder()
  for (const [mode, isOpen] of [
    [0o700, false],
    [0o750, true],
    [0o770, true],
    [0o755, true],
  ] as const) {
    const path = join(folder, mode.toString(8))
    mkdirSync(path)
    chmodSync(path, mode)
    expect(exposureOf(path) !== null, mode.toString(8)).toBe(isOpen)
    symlinkSync(path, `${path}-link`)
    expect(exposureOf(`${path}-link`) !== null).toBe(isOpen)
  }
})

test('a secret in an open file stops the start, and the file’s content is not said @G4', () => {
  for (const name of ['AUTH_SECRET', 'RECOGNIZE_API_KEY']) {
    const path = file(0o644)
    const source = { ...ENVIRONMENT, [name]: undefined, [`${name}_FILE`]: path }
    const parsed = parseEnvironment(source)
    expect(parsed.ok ? [] : parsed.error).toEqual([
      { name: `${name}_FILE`, problem: `names a file that ${exposureOf(path)}` },
    ])
    chmodSync(path, 0o600)
    expect(parseEnvironment(source).ok).toBe(true)
  }
  const TRAIL_ANCHOR_FILE = file(0o666)
  const parsed = parseEnvironment({ ...ENVIRONMENT, TRAIL_ANCHOR_FILE })
  expect(parsed.ok ? [] : parsed.error).toEqual([
    { name: 'TRAIL_ANCHOR_FILE', problem: exposureOf(TRAIL_ANCHOR_FILE) },
  ])
})
