// @ts-check
// `npm run test:mutation`: changes the code of the groups named (all without names) and counts what the unit specs notice.
// Works in a copy of the tree. What survived is printed, and written to test-results/mutation/.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import { GROUPS } from './groups.mjs'
import { TOO_LONG } from './specs.mjs'

const LEAST_SCORE = 90

const root = fileURLToPath(new URL('../..', import.meta.url))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in GROUPS))
if (unknown.length > 0) {
  console.error(
    `No such group: ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}.`,
  )
  process.exit(1)
}
const reports = join(root, 'test-results', 'mutation')
mkdirSync(reports, { recursive: true })

const copy = mkdtempSync(join(tmpdir(), 'portal-mutation-'))
process.once('exit', () => rmSync(copy, { recursive: true, force: true }))
const files = execFileSync(
  'git',
  [
    'ls-files',
    '-co',
    '--exclude-standard',
    '-z',
    'lib',
    'tests',
    'sandbox',
    'cli',
    'deploy',
    'server',
    'tools',
    'package.json',
    'tsconfig.json',
  ],
  { cwd: root, encoding: 'utf8' },
)
for (const file of files.split('\0').filter(Boolean)) cpSync(join(root, file), join(copy, file))
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
process.chdir(copy)

/** @type {Record<string, string>[]} */
const figures = []
for (const [name, { mutate, specs }] of Object.entries(GROUPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  process.env['MUTATION_SPECS'] = specs
    .filter((spec) => existsSync(`tests/unit/${spec}.spec.ts`))
    .join(',')
  const results = await new Stryker({
    mutate,
    plugins: [join(copy, 'tests/mutation/runner.mjs')],
    testRunner: 'unit-specs',
    testRunnerNodeArgs: [
      '--conditions=react-server',
      '--import=tsx',
      `--import=${join(copy, 'tests/mutation/hooks.mjs')}`,
    ],
    coverageAnalysis: 'perTest',
    // One copy serves both: a mutant is switched on, not written.
    inPlace: true,
    disableTypeChecks: false,
    concurrency: Number(process.env['MUTATION_CONCURRENCY'] || 2),
    // Long enough that a busy machine makes no mutant look as if it had hung.
    timeoutMS: 60_000,
    reporters: ['clear-text', 'json'],
    clearTextReporter: {
      logTests: false,
      reportTests: false,
      reportScoreTable: true,
      allowColor: false,
    },
    jsonReporter: { fileName: join(reports, `${name}.json`) },
    allowConsoleColors: false,
    tempDirName: join(copy, '.stryker-tmp'),
  }).runMutationTest()
  const count = (/** @type {string[]} */ ...states) =>
    results.filter(({ status }) => states.includes(status)).length
  const killed = count('Killed', 'Timeout')
  const counted = killed + count('Survived', 'NoCoverage')
  figures.push({
    group: name,
    mutants: String(counted),
    killed: String(killed),
    'of them by time': String(
      count('Timeout') + results.filter(({ statusReason }) => statusReason === TOO_LONG).length,
    ),
    'left out with a reason': String(count('Ignored')),
    score: ((100 * killed) / counted).toFixed(1),
  })
}
console.table(figures)
process.exit(figures.every(({ score }) => Number(score) >= LEAST_SCORE) ? 0 : 1)
