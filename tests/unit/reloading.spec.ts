import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reloadingSecret } from '@/lib/platform/reloading-secret'
import { fail, succeed } from '@/lib/platform/result'
import { useEnvironment } from '../builders/environment'
import { emptyFolder } from './support/empty-folder'

useEnvironment()

/** What the portal does with the client secret's file, on a clock of its own. */
function secretFile() {
  const path = join(emptyFolder(), 'client-secret')
  const name = `TEST_${randomUUID()}`
  const write = (content: string) => {
    writeFileSync(`${path}.new`, content, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  const parse = (content: string) =>
    content.includes(' ') ? fail('is malformed') : succeed(content)
  return { path, write, source: () => reloadingSecret(name, path, 'at the start', parse) }
}

const { now: clock } = performance
afterEach(() => {
  performance.now = clock
})

test('a secret that changes in its file is used without a restart, within two seconds @G4 @J5', () => {
  let time = 0
  performance.now = () => time
  const { write, source } = secretFile()
  write('first\n')
  expect(source().now()).toBe('first')
  write('second\n')
  time += 1_999
  expect(source().now()).toBe('first')
  time += 1
  // Made anew at every use, as its users do: what is known is the process's.
  expect(source().now()).toBe('second')
  write('third')
  expect(source().again()).toBe('third')
})

test('a file that is gone, empty or malformed leaves the last good secret in use, and the next good one counts @G4 @J5', () => {
  const { path, write, source } = secretFile()
  // None was ever there.
  expect(source().again()).toBe('at the start')
  write('good')
  expect(source().again()).toBe('good')
  for (const bad of ['', ' \n', 'not good']) {
    write(bad)
    expect(source().again()).toBe('good')
  }
  rmSync(path)
  expect(source().again()).toBe('good')
  write('better')
  expect(source().again()).toBe('better')
})

test('without a file a secret never changes @J5', () => {
  const source = reloadingSecret(`TEST_${randomUUID()}`, undefined, 'at the start', () =>
    fail('never'),
  )
  expect([source.now(), source.again()]).toEqual(['at the start', 'at the start'])
})
