// Verifies the whole audit log. Prints `chain intact: N entries`, or the entries that were tampered with. Safe while
// portals run. `--anchor <hash>:<entries>` also compares the log with a position from outside the database: each line
// `checkpoint of the trail` in the portal's log has one, and so has `anchor:` below. `--anchor-file FILE` compares it with
// every line of TRAIL_ANCHOR_FILE. `--resume-retention` lets old months be dropped again after a stop, if the log is intact.
// Exit code 0: intact; 1: tampered with; 2: unknown, also where an anchor proves nothing.
import { parseArgs } from 'node:util'
import { formatAnchor, readAnchors } from '@/lib/audit/integrity/send-anchors'
import { latestCheckpoint } from '@/lib/audit/integrity/checkpoints'
import { isGenuine } from '@/lib/audit/integrity/signed-positions'
import { resumeRetention } from '@/lib/audit/integrity/stop-retention'
import { verifyAuditLog, type Finding } from '@/lib/audit/integrity/verify-log'
import { databaseTime, type ChainPosition } from '@/lib/audit/log/chain-position'
import { ensureMonths } from '@/lib/audit/log/months'
import { messagesOf } from '@/lib/i18n/catalogue'
import { findingText, looksLikeAnotherSecret } from '@/lib/audit/integrity/finding-text'
import { translator } from '@/lib/i18n/translator'
import { now } from '@/lib/platform/clock'
import { args, ONE_PROCESS, openDatabase, readSettings, refuse } from './command'

const DAY_MS = 86_400_000
const USAGE = `It knows --anchor <hash>:<entries>, --anchor-file <file>, both also several times, and --resume-retention.`

/** An option that is misspelt must not leave the anchor out without a word. */
function readOptions() {
  try {
    return parseArgs({
      args: [...args],
      options: {
        anchor: { type: 'string', multiple: true },
        'anchor-file': { type: 'string', multiple: true },
        'resume-retention': { type: 'boolean' },
      },
    }).values
  } catch {
    return refuse(USAGE)
  }
}

function parseAnchor(text: string): ChainPosition {
  const [, hash, entries] = /^([0-9a-f]{64}):([1-9][0-9]{0,14})$/.exec(text) ?? []
  if (!hash) refuse('--anchor needs a hash of 64 characters, a colon and a number of entries.')
  return { hash, entries: Number(entries) }
}

/** The anchors of a file, and what is wrong with them. One that can't be read is no anchor: the command ends. */
async function anchorsOf(path: string): Promise<{ anchors: ChainPosition[]; forged: Finding[] }> {
  const read = await readAnchors(path)
  if (!read.ok)
    return refuse(
      typeof read.error === 'string'
        ? `The file of anchors is ${read.error}: nothing can be compared with it.`
        : `Line ${read.error.line} of the file of anchors is not an anchor: nothing can be compared with it.`,
    )
  const forged = read.value.filter((anchor) => !isGenuine('checkpoint', anchor))
  return {
    anchors: read.value.filter((anchor) => isGenuine('checkpoint', anchor)),
    forged: forged.map(({ entries }): Finding => ({ what: 'anchor-forged', entry: entries })),
  }
}

const options = readOptions()
const single = (options.anchor ?? []).map(parseAnchor)
const settings = readSettings()
const filed = await Promise.all((options['anchor-file'] ?? []).map(anchorsOf))
await openDatabase(settings, ONE_PROCESS)

const started = performance.now()
const verified = await verifyAuditLog([
  ...single,
  ...filed.flatMap(({ anchors }) => anchors),
]).catch((error: unknown) =>
  refuse(`The audit log can’t be read: ${error instanceof Error ? error.message : String(error)}`),
)
const { entries, from, head } = verified
const findings = [...filed.flatMap(({ forged }) => forged), ...verified.findings]
const seconds = (performance.now() - started) / 1000
const rate = `${seconds.toFixed(1)} s, ${Math.round(entries / seconds)} entries a second`
const since =
  from.entries > 0 ? `; the first ${from.entries} were kept long enough and dropped` : ''

if (findings.length > 0) {
  const isUncompared = findings.every(({ what }) => what === 'anchor-too-old')
  console.error(
    `${isUncompared ? 'chain not verified' : 'chain broken'}: ${entries} entries (${rate})${since}`,
  )
  const t = translator('en', messagesOf('en'))
  for (const finding of findings) console.error(findingText(finding, t))
  if (looksLikeAnotherSecret(findings)) console.error(t('trail.secret'))
  process.exit(isUncompared ? 2 : 1)
}
console.log(`chain intact: ${entries} entries (${rate})${since}`)
if (head.entries > 0) console.log(`anchor: ${head.hash}:${head.entries}`)
const checkpoint = await latestCheckpoint()
if (checkpoint) console.log(`signed anchor: ${formatAnchor(checkpoint)}`)
if (options['resume-retention']) await resume()
process.exit(0)

/** The operator answers for the database's clock, but not for one that the portal's contradicts. */
async function resume(): Promise<void> {
  const apart = Math.abs((await databaseTime()).getTime() - now().getTime())
  if (apart > DAY_MS)
    refuse('The clocks of this machine and the database are a day apart: put them right first.')
  await ensureMonths(now())
  const at = await resumeRetention(now())
  console.log(`Old entries are dropped again. The database’s clock says ${at.toISOString()}.`)
}
