import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ENVIRONMENT } from '../builders/environment'
import { readStack } from '../setup/stack'

/** Runs a command of `deploy` as an operator would; gives its exit code and words. */
export async function runCommand(command: string, databaseUrl: string, ...args: string[]) {
  const file = fileURLToPath(new URL(`../../deploy/${command}.ts`, import.meta.url))
  const flags = ['--conditions=react-server', '--import', 'tsx', file, '--without-env-file']
  const { authSecret } = readStack().secrets
  const settings = { NODE_OPTIONS: '', DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret }
  const child = spawn(process.execPath, [...flags, ...args], {
    env: { ...process.env, ...ENVIRONMENT, ...settings },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}
