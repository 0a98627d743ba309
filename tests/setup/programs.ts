import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { readStack, required } from './stack'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Within reach of the packages, which stay outside of the bundles. */
const CACHE = join(root, 'node_modules', '.cache')

/** What tests start again and again, as processes of their own. */
const PROGRAMS = [
  'cli/erase-person',
  'cli/import-client-states',
  'cli/reseal-client-states',
  'cli/revoke-sessions',
  'cli/verify-audit-log',
  'cli/withdraw-roles',
  'sandbox/main',
  'sandbox/recognize/main',
  'sandbox/openid/main',
  'sandbox/mail/main',
  'sandbox/phone/main',
  'tests/integration/support/append-entries',
  'tests/integration/support/call-recognize',
  'tests/integration/support/keep-listing',
  'tests/integration/support/open-directory',
  'tests/integration/support/send-notifications',
  'tests/setup/make-embedded',
]

/** Compiles these programs once: done at each of some fifty starts, it took longer than what they do. Gives the folder. */
export async function bundlePrograms(): Promise<string> {
  mkdirSync(CACHE, { recursive: true })
  const outdir = mkdtempSync(join(CACHE, 'test-programs-'))
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }))
  await build({
    absWorkingDir: root,
    entryPoints: PROGRAMS.map((name) => `${name}.ts`),
    outdir,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
  return outdir
}

/** What Node is to run for one of them, named as in the list above. */
export function programFile(name: string, folder = readStack().programs): string {
  if (!PROGRAMS.includes(name)) throw new Error(`${name} is not among the programs (programs.ts)`)
  return join(required(folder, 'The folder of programs'), `${name}.mjs`)
}
