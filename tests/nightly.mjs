// @ts-check
// `npm run test:nightly`: what `npm test` leaves out because it takes long. The figures fit into two hours on two processors.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * What runs, one after the other, with the settings that make more of it.
 * @type {{ what: string, env: Record<string, string>, command: string[] }[]}
 */
const PARTS = [
  {
    what: 'properties, 5,000 runs each',
    env: { PROPERTY_RUNS: '5000' },
    command: ['tests/run.mjs', 'unit'],
  },
  {
    what: 'integration and contract on both databases',
    env: { TEST_NIGHTLY: 'yes' },
    command: ['tests/run.mjs', 'integration', 'contract'],
  },
  {
    what: 'import of two gigabytes',
    env: { IMPORT_MEGABYTES: '2048' },
    command: ['tests/run.mjs', 'contract', 'import-client-states.spec'],
  },
  {
    what: 'pages on PostgreSQL',
    env: { TEST_NIGHTLY: 'yes' },
    command: ['tests/run.mjs', 'e2e-postgres'],
  },
  {
    what: 'what takes long, on PGlite',
    env: { TEST_NIGHTLY: 'yes' },
    command: ['tests/run.mjs', 'http', 'e2e', '--grep=@nightly'],
  },
  {
    what: 'fuzz, 1,000 calls of each action',
    env: { FUZZ_RUNS: '1000' },
    command: ['tests/run.mjs', 'http', 'fuzz.spec'],
  },
  {
    what: 'reliability, 200 schedules on each database',
    env: { RELIABILITY_SCHEDULES: '200', TEST_NIGHTLY: 'yes' },
    command: ['tests/run.mjs', 'reliability'],
  },
  { what: 'exports in a spreadsheet', env: {}, command: ['tests/run.mjs', 'spreadsheet'] },
  { what: 'mutation, all groups', env: {}, command: ['tests/mutation/run.mjs'] },
]

/**
 * Runs one part and gives how it ended, and the last line that says how many passed.
 * @param {(typeof PARTS)[number]} part
 */
async function run({ what, env, command }) {
  console.log(`\n=== ${what}`)
  const startedAt = Date.now()
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    process.stdout.write(chunk)
    // The last line is at the end.
    output = (output + String(chunk)).slice(-2_000)
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  const [counted] = /\d+ passed, \d+ failed/.exec(output) ?? []
  return {
    part: what,
    result: code === 0 ? 'passed' : 'failed',
    tests: counted ?? '',
    minutes: ((Date.now() - startedAt) / 60_000).toFixed(1),
  }
}

const results = []
for (const part of PARTS) results.push(await run(part))
console.log('')
console.table(results)
process.exit(results.every(({ result }) => result === 'passed') ? 0 : 1)
