// @ts-check
// `npm test`: everything, from a fresh clone. `npm test -- unit` runs the tests of one project only, without the
// checks of the whole tree; further arguments name files, or go to the runner. The last line is always `N passed, N failed`.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from '../tools/install-packages.mjs'
import { requireNodeToBuild } from '../server/node-version.mjs'
import { runToEnd, startProcess } from '../tools/processes.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** In one process of vitest: they call modules and read sources. */
const IN_PROCESS = ['unit', 'rules']
/** `npm run test:nightly` runs on both databases what `npm test` runs on one. */
const isNightly = process.env['TEST_NIGHTLY'] === 'yes'
/** The projects of the folders whose tests run on each database. @type {Record<string, string[]>} */
const ON_DATABASES = {
  integration: isNightly ? ['integration', 'integration-pglite'] : ['integration'],
  contract: ['contract-postgres', 'contract-pglite'],
}
/** They call modules, which ask databases and stand-ins. */
const ON_MODULES = Object.values(ON_DATABASES).flat()
/** They call portals that were built. */
const ON_BUILD = ['http', 'e2e', 'e2e-postgres', 'reliability']
/** Figures of a machine that does nothing else; only by name. */
const ON_REQUEST = ['bench']
/** In one process of vitest, beside LibreOffice; only by name. */
const IN_SPREADSHEET = ['spreadsheet']
const BY_NAME = [...ON_REQUEST, ...IN_SPREADSHEET]
const PROJECTS = [...IN_PROCESS, ...ON_MODULES, ...ON_BUILD, ...BY_NAME]

/** More than these are no accident. */
const MOST_TRIED_AGAIN = 10

const args = process.argv.slice(2).flatMap((arg) => ON_DATABASES[arg] ?? arg)
const named = args.filter((arg) => PROJECTS.includes(arg))
const others = args.filter((arg) => !PROJECTS.includes(arg))
const isWhole = named.length === 0
/** @param {readonly string[]} projects */
const among = (projects) => projects.filter((name) => isWhole || named.includes(name))
const needsBuild = among(ON_BUILD).length > 0

/** The runners at work. @type {Set<ReturnType<typeof startProcess>>} */
const runners = new Set()
let isInterrupted = false

/** @typedef {import('./setup/test-count').TestCount} TestCount */
/** @typedef {{ what: string, tests: number, failed: number, from: number, to: number }} Row */

const startedAt = Date.now()
/** What took how long. @type {Row[]} */
const table = []

/** @param {number} ms */
const seconds = (ms) => Math.round(ms / 1000)

function printTable() {
  console.log('\n— where the time went (in seconds since the start)')
  const rows = table
    .toSorted((a, b) => a.from - b.from)
    .map(({ what, tests, failed, from, to }) => ({
      what,
      tests: tests || '',
      failed: failed || '',
      from: seconds(from - startedAt),
      to: seconds(to - startedAt),
      took: seconds(to - from),
    }))
  console.table(rows)
  console.log(`${seconds(Date.now() - startedAt)} s in all`)
}

/**
 * @param {Pick<TestCount, 'passed' | 'failed'>} count
 * @returns {never}
 */
function finish({ passed, failed }) {
  printTable()
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}

/**
 * One step that is no test; when it fails everything ends, unless it may.
 * @param {string} name
 * @param {string[]} command
 */
async function step(name, command, { canFail = false } = {}) {
  console.log(`\n— ${name}`)
  const from = Date.now()
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  const code = await runToEnd({ name, command, cwd: root, env })
  table.push({ what: name, tests: 0, failed: 0, from, to: Date.now() })
  if (code !== 0 && !canFail && !isInterrupted) await stopAt(name)
}

/**
 * @param {string} name
 * @returns {Promise<never>}
 */
async function stopAt(name) {
  isInterrupted = true
  await endRunners()
  console.log(`\nStopped: ${name} failed.`)
  finish({ passed: 0, failed: 1 })
}

/** Playwright stops what it has started and reports what it has seen, but only on this signal. */
function endRunners() {
  for (const { child } of runners) child.kill('SIGINT')
  return Promise.all([...runners].map(({ ended }) => ended))
}

/**
 * A program of an installed package, on the Node that runs this.
 * @param {string} path
 * @param {string[]} rest
 */
function node(path, ...rest) {
  return [process.execPath, join(root, 'node_modules', path), ...rest]
}

/** @param {string} program */
function isOnPath(program) {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => existsSync(join(folder, program)))
}

const SHELL = '/usr/bin/chromium-headless-shell'
const BROWSERS = [SHELL, '/usr/bin/chromium']

/**
 * Debian's Chromium without a window where it can be installed, because it needs half the time; else the Chromium that is
 * there, or the one that Playwright brings.
 */
async function ensureBrowser() {
  if (existsSync(SHELL)) return
  const isThere = BROWSERS.some((path) => existsSync(path))
  if (mayInstall()) await installFromDebian({ canFail: isThere }, 'chromium-headless-shell')
  else if (!isThere)
    await step('playwright install', node('@playwright/test/cli.js', 'install', 'chromium'))
}

const mayInstall = () => process.getuid?.() === 0 && isOnPath('apt-get')

/**
 * @param {{ canFail?: boolean }} how
 * @param {string[]} packages
 */
async function installFromDebian(how, ...packages) {
  await step('apt-get update', ['apt-get', 'update', '-qq'], how)
  await step('apt-get install', ['apt-get', 'install', '-y', '-qq', ...packages], how)
}

/** Debian's LibreOffice, without its windows. Where it can't be installed, the test says that it is missing. */
async function ensureSpreadsheet() {
  if (!isOnPath('soffice') && mayInstall())
    await installFromDebian({}, '--no-install-recommends', 'libreoffice-calc-nogui')
}

/**
 * Runs a runner to its end, and gives what its reporter counted.
 * @param {string} name
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<TestCount>}
 */
async function countTests(name, command, env = {}) {
  const runner = startProcess({
    name,
    command,
    cwd: root,
    env: { ...process.env, ...env },
    lifeline: 'ipc',
  })
  runners.add(runner)
  /** @type {TestCount} */
  let count = { passed: 0, failed: 0, failures: [], projects: {} }
  runner.child.on('message', (message) => {
    count = /** @type {TestCount} */ (message)
  })
  const { code } = await runner.ended
  runners.delete(runner)
  for (const [what, { passed, failed, from, to }] of Object.entries(count.projects))
    table.push({ what, tests: passed + failed, failed, from, to })
  return code === 0 || count.failed > 0 ? count : { ...count, failed: 1 }
}

/**
 * Runs projects of vitest.
 * @param {readonly string[]} projects
 */
function runVitest(projects) {
  const chosen = projects.map((name) => `--project=${name}`)
  // Both runners choose tests by their titles, each under another name.
  const asked = others.map((arg) => arg.replace(/^(--grep|-g)(?==|$)/, '--testNamePattern'))
  const rest = ['run', '--config', 'tests/vitest.config.ts', ...chosen, ...asked]
  return countTests('vitest', node('vitest/vitest.mjs', ...rest))
}

/**
 * Runs projects of Playwright.
 * @param {readonly string[]} projects
 * @param {string[]} more
 */
function runPlaywright(projects, ...more) {
  const chosen = projects.map((name) => `--project=${name}`)
  const rest = ['test', '--config', 'tests/playwright.config.ts', ...chosen, ...others, ...more]
  return countTests('Playwright', node('@playwright/test/cli.js', ...rest), {
    TEST_RUN: projects[0] ?? 'tests',
    // Outside of this condition `server-only` throws in every module that imports it.
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --conditions=react-server`,
  })
}

/**
 * What failed while everything else ran beside it is tried again alone, one after the other and recorded: what holds
 * then is named, and what fails again has failed.
 * @param {readonly string[]} projects
 * @param {TestCount} first
 */
async function tryAgain(projects, { passed, failed, failures }) {
  console.log(`\n— what failed, alone: ${projects.join(', ')}`)
  const again = await runPlaywright(projects, '--last-failed', '--workers=1', '--trace=on')
  const areAllThere = again.passed + again.failures.length === failed
  if (!areAllThere || again.failed !== again.failures.length) return { passed, failed }
  for (const name of failures.filter((one) => !again.failures.includes(one)))
    console.log(`passed only when tried again, alone: ${name}`)
  return { passed: passed + again.passed, failed: again.failed }
}

/** The checks of the whole tree that aren't tests. Types wait for the build, which empties the folder of the route types. */
const CHECKS = {
  format: () => step('format', node('prettier/bin/prettier.cjs', '--check', '.')),
  // tests/rules/architecture.spec.ts searches for circles in a tenth of the time.
  lint: () => step('lint', node('eslint/bin/eslint.js', '--rule', 'import/no-cycle: off', '.')),
  types: async () => {
    await step('route types', node('next/dist/bin/next', 'typegen'))
    // The native compiler takes a quarter of the time. The linter and the rules need the older one, which is a library too.
    await step('types', node('typescript-native/bin/tsc', '--noEmit'))
  },
}

/**
 * The build and the tests that ask processes in one lane, the checks and the tests in one process in another: each keeps a
 * processor busy. Everything that is started for tests is started once.
 * @returns {Promise<[readonly string[], TestCount][]>}
 */
async function runTests() {
  /** @type {[readonly string[], TestCount][]} */
  const counts = []
  /**
   * @param {readonly string[]} projects
   * @param {(projects: readonly string[]) => Promise<TestCount>} run
   */
  const run = async (projects, run) => {
    const chosen = among(projects)
    if (chosen.length > 0 && !isInterrupted) counts.push([chosen, await run(chosen)])
  }
  const building = needsBuild
    ? Promise.all([step('build', [process.execPath, 'deploy/build.mjs']), ensureBrowser()])
    : Promise.resolve()
  const checkLane = async () => {
    if (isWhole) await CHECKS.format()
    if (isWhole) await CHECKS.lint()
    await building
    if (isWhole) await CHECKS.types()
    await run(IN_PROCESS, runVitest)
  }
  const testLane = async () => {
    await building
    await run([...ON_MODULES, ...ON_BUILD], runPlaywright)
  }
  await Promise.all([checkLane(), testLane()])
  if (isWhole) return counts
  await run(ON_REQUEST, runPlaywright)
  if (among(IN_SPREADSHEET).length > 0) await ensureSpreadsheet()
  await run(IN_SPREADSHEET, runVitest)
  return counts
}

function interrupt() {
  if (isInterrupted) return
  isInterrupted = true
  console.log('\nInterrupted.')
  if (runners.size === 0) finish({ passed: 0, failed: 1 })
  void endRunners()
}

async function runAll() {
  const from = Date.now()
  if (!(await ensureInstalled())) await stopAt('npm ci')
  table.push({ what: 'install', tests: 0, failed: 0, from, to: Date.now() })
  const counts = await runTests()
  const total = { passed: 0, failed: 0 }
  const failures = counts.reduce((sum, [, { failed }]) => sum + failed, 0)
  for (const [projects, count] of counts) {
    const isWorthAnother =
      count.failed > 0 && count.failures.length === count.failed && failures <= MOST_TRIED_AGAIN
    const isPlaywright = !projects.some((name) => [...IN_PROCESS, ...IN_SPREADSHEET].includes(name))
    const result =
      isWorthAnother && isPlaywright && !isInterrupted ? await tryAgain(projects, count) : count
    total.passed += result.passed
    total.failed += result.failed
  }
  if (isInterrupted && total.failed === 0) total.failed = 1
  finish(total)
}

requireNodeToBuild()
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)
runAll().catch((error) => {
  console.error(error)
  void stopAt('the run itself')
})
