// @ts-check
// `npm test`: everything, from a fresh clone. `npm test -- unit` runs the tests of one project only, without the
// checks of the whole tree; further arguments go to Playwright. The last line is always `N passed, N failed`.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from '../tools/install-packages.mjs'
import { requireNodeToBuild } from '../server/node-version.mjs'
import { runToEnd, startProcess } from '../tools/processes.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const PROJECTS = ['unit', 'integration', 'e2e', 'e2e-postgres', 'reliability']

/** More than these are no accident. */
const MOST_TRIED_AGAIN = 10

const args = process.argv.slice(2)
const chosen = args.filter((arg) => PROJECTS.includes(arg))
const others = args.filter((arg) => !PROJECTS.includes(arg))
const needsBrowser = chosen.length === 0 || chosen.some((name) => name.startsWith('e2e'))
const needsPortal = needsBrowser || chosen.includes('reliability')

/** @type {ReturnType<typeof startProcess> | undefined} */
let tests
let isInterrupted = false

/** @typedef {{ passed: number, failed: number, failures: string[] }} Count */

/**
 * @param {Pick<Count, 'passed' | 'failed'>} count
 * @returns {never}
 */
function finish({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}

/**
 * One step before the tests; nothing after it runs when it fails.
 * @param {string} name
 * @param {string[]} command
 */
async function step(name, command) {
  console.log(`\n— ${name}`)
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  const code = await runToEnd({ name, command, cwd: root, env })
  if (code !== 0) stopAt(name)
}

/**
 * @param {string} name
 * @returns {never}
 */
function stopAt(name) {
  console.log(`\nStopped: ${name} failed.`)
  finish({ passed: 0, failed: 1 })
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

const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** Debian's Chromium where it is there or can be installed, otherwise the one that Playwright brings. */
async function ensureBrowser() {
  if (BROWSERS.some((path) => existsSync(path))) return
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    await step('apt-get update', ['apt-get', 'update', '-qq'])
    await step('apt-get install', ['apt-get', 'install', '-y', '-qq', 'chromium-headless-shell'])
  } else {
    await step('playwright install', node('@playwright/test/cli.js', 'install', 'chromium'))
  }
}

/** What doesn't need the build, beside it: each of them keeps one processor busy at most. */
async function checkTree() {
  await step('route types', node('next/dist/bin/next', 'typegen'))
  await Promise.all([
    step('lint', node('eslint/bin/eslint.js', '.')),
    step('format', node('prettier/bin/prettier.cjs', '--check', '.')).then(() =>
      step('types', node('typescript/bin/tsc', '--noEmit')),
    ),
  ])
}

/**
 * Runs Playwright, and gives what the reporter counted.
 * @param {string[]} more
 */
async function play(...more) {
  const projects = chosen.map((name) => `--project=${name}`)
  const config = ['--config', 'tests/playwright.config.ts']
  tests = startProcess({
    name: 'Playwright',
    command: node('@playwright/test/cli.js', 'test', ...config, ...projects, ...others, ...more),
    cwd: root,
    // Outside of this condition `server-only` throws in every module that imports it.
    env: {
      ...process.env,
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --conditions=react-server`,
    },
    lifeline: 'ipc',
  })
  /** @type {Count} */
  let count = { passed: 0, failed: 0, failures: [] }
  tests.child.on('message', (message) => {
    count = /** @type {typeof count} */ (message)
  })
  const { code } = await tests.ended
  return code === 0 || count.failed > 0 ? count : { ...count, failed: 1 }
}

/**
 * Runs the tests. A few that fail while everything else runs beside them are tried again alone, one after the other and
 * recorded: what holds then is named, and what fails again has failed.
 */
async function runTests() {
  const { passed, failed, failures } = await play()
  const isWorthAnother = failures.length === failed && failed <= MOST_TRIED_AGAIN
  if (failed === 0 || !isWorthAnother || isInterrupted) return { passed, failed }
  console.log('\n— what failed, alone')
  const again = await play('--last-failed', '--workers=1', '--trace=on')
  const areAllThere = again.passed + again.failures.length === failed
  if (!areAllThere || again.failed !== again.failures.length) return { passed, failed }
  for (const name of failures.filter((one) => !again.failures.includes(one)))
    console.log(`passed only when tried again, alone: ${name}`)
  return { passed: passed + again.passed, failed: again.failed }
}

function interrupt() {
  if (isInterrupted) return
  isInterrupted = true
  console.log('\nInterrupted.')
  // Playwright stops what it has started and reports what it has seen, but only on this signal.
  if (tests) tests.child.kill('SIGINT')
  else finish({ passed: 0, failed: 1 })
}

async function runAll() {
  if (!(await ensureInstalled())) stopAt('npm ci')
  if (needsBrowser) await ensureBrowser()
  if (chosen.length === 0) await checkTree()
  if (needsPortal) await step('build', [process.execPath, 'deploy/build.mjs'])
  console.log('\n— tests')
  finish(await runTests())
}

requireNodeToBuild()
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)
runAll().catch((error) => {
  console.error(error)
  stopAt('the run itself')
})
