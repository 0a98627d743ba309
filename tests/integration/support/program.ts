import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ENVIRONMENT } from '../../builders/environment'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Program {
  child: ChildProcess
  /** What it printed so far, on either channel. */
  output: () => string
  /** Its exit code, null after a signal. */
  ended: Promise<number | null>
}

/** Runs a program of this folder in a process of its own, as the server would run it. */
export function startProgram(
  name: string,
  args: readonly string[],
  { env = {}, input = false }: { env?: Record<string, string>; input?: boolean } = {},
): Program {
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', file, ...args],
    {
      cwd: root,
      env: { ...process.env, ...ENVIRONMENT, NODE_OPTIONS: '', ...env },
      stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, output: () => output, ended }
}

/** Runs a program to its end. */
export async function runProgram(...start: Parameters<typeof startProgram>) {
  const program = startProgram(...start)
  const code = await program.ended
  return { code, output: program.output() }
}
