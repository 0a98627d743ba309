// Verifies the whole audit log. Prints `chain intact: N entries`, or the entries that were tampered with. Safe while
// portals run. npm run audit:verify -- --anchor <hash>:<entries> also compares the log with a position from outside the
// database. Each line `checkpoint of the trail` in the portal's log has such a position. Exit code 0: intact; 1:
// tampered with; 2: unknown.
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import type { ChainPosition } from '@/lib/audit/log/chain-position'
import { messagesOf } from '@/lib/i18n/catalogue'
import { findingText, looksLikeAnotherSecret } from '@/lib/audit/integrity/finding-text'
import { translator } from '@/lib/i18n/translator'
import { args, ONE_PROCESS, openDatabase, readSettings, refuse } from './command'

function parseAnchor(): ChainPosition | null {
  const place = args.indexOf('--anchor')
  if (place < 0) return null
  const [, hash, entries] = /^([0-9a-f]{64}):([1-9][0-9]*)$/.exec(args[place + 1] ?? '') ?? []
  if (!hash) refuse('--anchor needs a hash of 64 characters, a colon and a number of entries.')
  return { hash, entries: Number(entries) }
}

const anchor = parseAnchor()
await openDatabase(readSettings(), ONE_PROCESS)

const started = performance.now()
const { entries, from, head, findings } = await verifyAuditLog(anchor).catch((error: unknown) =>
  refuse(`The audit log can’t be read: ${error instanceof Error ? error.message : String(error)}`),
)
const seconds = (performance.now() - started) / 1000
const rate = `${seconds.toFixed(1)} s, ${Math.round(entries / seconds)} entries a second`
const since =
  from.entries > 0 ? `; the first ${from.entries} were kept long enough and dropped` : ''

if (findings.length === 0) {
  console.log(`chain intact: ${entries} entries (${rate})${since}`)
  if (head.entries > 0) console.log(`anchor: ${head.hash}:${head.entries}`)
  if (anchor && anchor.entries < from.entries)
    console.log('The anchor is of an entry that was dropped, and could not be compared.')
  process.exit(0)
}
console.error(`chain broken: ${entries} entries (${rate})${since}`)
const t = translator('en', messagesOf('en'))
for (const finding of findings) console.error(findingText(finding, t))
if (looksLikeAnotherSecret(findings)) console.error(t('trail.secret'))
process.exit(1)
