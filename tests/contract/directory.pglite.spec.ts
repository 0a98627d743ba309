import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { copyEmbedded } from '../setup/embedded'
import { readStack, required } from '../setup/stack'
import { runProgram, startProgram, type Program } from '../fixtures/program'

interface Fixtures {
  /** Empty, gone after the test. */
  directory: string
  /** A directory with a database that holds the row `old`, gone after the test. */
  used: string
  /** Opens the directory in a process of its own and keeps it open. */
  hold: (directory: string, nickname: string) => Promise<Program>
}

const newDirectory = () => mkdtempSync(join(tmpdir(), 'portal-directory-'))
const remove = (directory: string) => rmSync(directory, { recursive: true, force: true })

const test = base.extend<Fixtures, { template: string }>({
  // Making a database takes long; it is made once and copied.
  template: [
    async ({}, use) => {
      const directory = newDirectory()
      copyEmbedded(required(readStack().embedded, 'An embedded database'), directory)
      const { output } = await open(directory, 'old')
      if (output !== 'rows: old\n') throw new Error(output)
      await use(directory)
      remove(directory)
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  directory: async ({}, use) => {
    const directory = newDirectory()
    await use(directory)
    remove(directory)
  },
  used: async ({ template, directory }, use) => {
    cpSync(join(template, 'pglite'), join(directory, 'pglite'), { recursive: true })
    await use(directory)
  },
  hold: async ({}, use) => {
    const held: Program[] = []
    await use(async (directory, nickname) => {
      const program = startProgram('open-directory', [directory, nickname, 'stay'])
      held.push(program)
      await expect.poll(program.output, { timeout: 60_000 }).toContain('rows: ')
      return program
    })
    for (const { child, ended } of held) {
      child.kill('SIGKILL')
      await ended
    }
  },
})

// Each test starts several processes, one after the other, on a machine that may be busy.
test.describe.configure({ mode: 'default', timeout: 150_000 })

function open(directory: string, nickname: string) {
  return runProgram('open-directory', [directory, nickname])
}

test('a second process on the same directory, by whatever path, is refused in clear words, and the first one’s data stays', async ({
  used: directory,
  hold,
}) => {
  const first = await hold(directory, 'first')
  mkdirSync(join(directory, 'x'))
  const [second, detour] = await Promise.all([
    open(directory, 'second'),
    open(join(directory, 'x', '..'), 'detour'),
  ])
  expect(detour.output).toContain('is in use by another process')
  expect(detour.code).toBe(3)
  expect(second.code).toBe(3)
  expect(second.output).toBe(
    `The database directory ${directory} is in use by another process. Stop that one, or set DATA_DIR to another directory.\n`,
  )
  expect(first.child.exitCode, 'the first still runs').toBeNull()
  first.child.kill('SIGTERM')
  await first.ended
  expect((await open(directory, 'third')).output).toBe('rows: old first third\n')
})

test('a process that was killed frees the directory at once, with what it had committed @nightly', async ({
  used: directory,
  hold,
}) => {
  const killed = await hold(directory, 'killed')
  killed.child.kill('SIGKILL')
  await killed.ended
  expect(await open(directory, 'next')).toEqual({ code: 0, output: 'rows: old killed next\n' })
})

test('of two processes that start together exactly one gets the directory @nightly', async ({
  used: directory,
}) => {
  const start = (name: string) => startProgram('open-directory', [directory, name, 'stay'])
  const programs = [start('a'), start('b')]
  // The one that is refused ends by itself.
  const refused = await Promise.race(programs.map(({ ended }) => ended))
  expect(refused).toBe(3)
  const outputs = () => programs.map(({ output }) => output()).toSorted()
  await expect
    .poll(() => outputs().join('|'), { timeout: 60_000 })
    .toMatch(/in use.*\|rows: old [ab]\n$/s)
  for (const { child, ended } of programs) {
    child.kill('SIGKILL')
    await ended
  }
})

test('a heartbeat of another host keeps the directory, an old one does not @nightly', async ({
  directory,
  template,
}) => {
  const lock = join(directory, 'portal.lock')
  writeFileSync(lock, 'another-host 1')
  const refused = await open(directory, 'refused')
  expect(refused.output).toContain('is in use by another process')
  expect(readdirSync(directory), 'nothing was made there').toEqual(['portal.lock'])
  const old = new Date(Date.now() - 60_000)
  utimesSync(lock, old, old)
  cpSync(join(template, 'pglite'), join(directory, 'pglite'), { recursive: true })
  expect(await open(directory, 'taken')).toEqual({ code: 0, output: 'rows: old taken\n' })
})

test('a path that is no directory is refused @nightly', async ({ directory }) => {
  const file = join(directory, 'file')
  writeFileSync(file, 'precious')
  for (const path of [file, join(file, 'below')]) {
    const result = await open(path, 'x')
    expect(result.output).toContain('can’t be written')
    expect(result.code).toBe(3)
  }
})

test('under umask 000 nothing of the database is open to others, and a directory that is open is refused @G4 @G8 @nightly', async ({
  directory,
  template,
}) => {
  const data = join(directory, 'data')
  mkdirSync(data, { mode: 0o700 })
  cpSync(join(template, 'pglite'), join(data, 'pglite'), { recursive: true })
  const umask = process.umask(0)
  try {
    const below = join(data, 'deeper', 'made')
    expect(await open(below, 'made')).toEqual({ code: 0, output: 'rows: made\n' })
    expect(openFiles(join(data, 'deeper'))).toEqual([])
    for (const mode of [0o755, 0o770, 0o711]) {
      chmodSync(data, mode)
      const { code, output } = await open(data, 'x')
      expect(code).toBe(3)
      expect(output).toContain(`is open to other users. Run: chmod go= '${data}'`)
    }
    chmodSync(data, 0o700)
    expect((await open(data, 'let in')).output).toBe('rows: old let in\n')
  } finally {
    process.umask(umask)
  }
})

/** What below a directory, and with it, others may reach. */
function openFiles(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const paths = [directory, ...names.map((name) => join(directory, name))]
  expect(paths.length).toBeGreaterThan(900)
  return paths.filter((path) => (statSync(path).mode & 0o077) !== 0)
}
