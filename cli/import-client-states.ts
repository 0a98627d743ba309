// Imports the recovery backups that an organisation has kept itself into the vault, from JSON Lines. Usage: npm run
// client-states:import -- <file>, or - for the standard input. It may run twice, beside running portals, or be killed:
// it stores nothing twice and goes on where it stopped. Exit code 0: every line is imported; 1: some lines are not, and
// standard error names them; 2: the import could not start, or not go on.
import { createReadStream } from 'node:fs'
import {
  importClientStates,
  type ImportFault,
  type LineOutcome,
} from '@/lib/client-states/intake/import-client-states'
import { ensureMonths } from '@/lib/audit/log/months'
import { isDatabaseOutage } from '@/lib/database/outage'
import { now } from '@/lib/platform/clock'
import { randomId } from '@/lib/platform/crypto'
import { args, counted, ONE_PROCESS, openDatabase, readSettings, refuse } from './command'

const USAGE = `Say which file: npm run client-states:import -- <file>, or - for the standard input.
Each line is one recovery backup as JSON:
  userId            the Recognize user ID, in hex
  clientStateType   BACKUP
  clientState       the client state as the SDK gave it
  publicSigningKey  the key of the row that the service made for it, if known
  storedAt          when it was stored, such as 2026-04-20T09:00:00Z; needed without publicSigningKey`

const LINES_PER_REPORT = 1_000

type Counts = Record<Exclude<LineOutcome['outcome'], 'stopped'>, number>

const summary = ({ stored, received, rejected }: Counts) =>
  `${counted(stored, 'client state')} stored, ${received} handed in before, ${counted(rejected, 'line')} rejected.`

/** Never quotes the line. */
function faultText(fault: ImportFault): string {
  switch (fault.code) {
    case 'too-long':
      return 'it is too long for a client state.'
    case 'not-json':
      return 'it is no JSON in UTF-8.'
    case 'temporary':
      return 'a temporary client state is for one use within the hour, so only BACKUP can be imported.'
    case 'invalid':
      return `${fault.problems.join('; ')}.`
    case 'unknown-user':
      return 'the service does not know this user.'
    case 'not-listed':
      return 'the service lists no device with this key for the user, so the state cannot be used.'
    case 'wrong-kind':
      return 'the device with this key is no recovery backup.'
    case 'already-stored':
      return 'another client state is kept for the device with this key.'
    case 'no-row':
      return 'the service lists no recovery backup of this user that is not kept already.'
    case 'service':
      return `the service gave no usable list (${fault.cause}). Import it again later.`
  }
}

/** Ends the command in the middle of the file. */
function stop(why: string): never {
  return refuse(`Stopped after line ${last}: ${why} Run the command again: it goes on from there.`)
}

const [file, ...more] = args
if (!file || more.length > 0) refuse(USAGE)

// Standard error names each fault once. The portal's log would tell of each call beside it.
process.env['LOG_LEVEL'] ??= 'silent'
const settings = readSettings()
if (!settings.CLIENT_STATE_KEYS)
  refuse('CLIENT_STATE_KEYS is not set: there is no key to seal with.')
await openDatabase(settings, ONE_PROCESS)

// The months may be missing if no portal has started on this database for a long time.
await ensureMonths(now())

const counts: Counts = { stored: 0, received: 0, rejected: 0 }
let last = 0

function report({ line, ...outcome }: LineOutcome): void {
  if (outcome.outcome === 'stopped') stop(`the service gives no lists (${outcome.cause}).`)
  last = line
  counts[outcome.outcome] += 1
  if (outcome.outcome === 'rejected') console.error(`Line ${line}: ${faultText(outcome.fault)}`)
  if (line % LINES_PER_REPORT === 0) console.log(`Line ${line}: ${summary(counts)}`)
}

const isUnreadable = (error: unknown) =>
  error instanceof Error && 'syscall' in error && /^(open|read)$/.test(String(error.syscall))

const source = file === '-' ? process.stdin : createReadStream(file)
const run = { source, correlationId: randomId(), clock: now }
try {
  for await (const outcome of importClientStates(run)) report(outcome)
} catch (error) {
  if (isUnreadable(error)) stop('the file can’t be read.')
  if (isDatabaseOutage(error)) stop('the database can’t be used.')
  throw error
}

console.log(summary(counts))
process.exit(counts.rejected > 0 ? 1 : 0)
