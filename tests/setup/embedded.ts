import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareEnvironment, runToEnd } from '../../tools/processes.mjs'
import { programFile } from './programs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Makes an embedded database in the directory. That takes seconds of a whole processor, so that tests use copies of one. */
export async function makeEmbedded(
  directory: string,
  programs: string,
  log: string,
): Promise<string> {
  const program = programFile('tests/setup/make-embedded', programs)
  const code = await runToEnd({
    name: 'Making an embedded database',
    command: [process.execPath, '--conditions=react-server', program, directory],
    cwd: root,
    env: bareEnvironment(),
    log,
  })
  if (code !== 0) throw new Error(`no embedded database was made:\n${readFileSync(log, 'utf8')}`)
  return directory
}

/** Puts a copy of such a database into another directory, which may be missing. */
export function copyEmbedded(template: string, directory: string): void {
  // A portal refuses a directory that is open to others.
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  cpSync(join(template, 'pglite'), join(directory, 'pglite'), { recursive: true })
}
