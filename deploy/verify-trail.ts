// Goes over the whole trail and says whether it is as the portal wrote it: `chain intact: N entries`, or where it isn't.
// Safe while portals run. `--anchor <hash>:<entries>` is a place that was noted outside the database: the portal's log has
// one in each line `checkpoint of the trail`. Exit code 0: intact; 1: tampered with; 2: it could not be told.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type * as nextEnv from '@next/env'
import { verifyTrail } from '@/lib/activity/verify'
import type { Place } from '@/lib/activity/checkpoints'
import { connectDatabase, DatabaseStartError, provideDatabase } from '@/lib/database/connection'
import { messagesOf } from '@/lib/messages/catalogue'
import { findingText, looksLikeAnotherSecret } from '@/lib/messages/finding-text'
import { translator } from '@/lib/messages/messages'
import { describeProblems, parseEnvironment } from '@/lib/platform/env'

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

function anchorOf(args: readonly string[]): Place | null {
  const place = args.indexOf('--anchor')
  if (place < 0) return null
  const [, hash, entries] = /^([0-9a-f]{64}):([1-9][0-9]*)$/.exec(args[place + 1] ?? '') ?? []
  if (!hash) refuse('--anchor needs a hash of 64 characters, a colon and a number of entries.')
  return { hash, entries: Number(entries) }
}

const args = process.argv.slice(2)
const anchor = anchorOf(args)

if (!args.includes('--without-env-file')) {
  const packages = createRequire(createRequire(import.meta.url).resolve('next/package.json'))
  const { loadEnvConfig } = packages('@next/env') as typeof nextEnv
  const root = fileURLToPath(new URL('..', import.meta.url))
  loadEnvConfig(root, false, { info: () => undefined, error: console.error })
}

const settings = parseEnvironment(process.env)
if (!settings.ok) refuse(describeProblems(settings.error))

try {
  provideDatabase(await connectDatabase(settings.value))
} catch (error) {
  if (!(error instanceof DatabaseStartError)) throw error
  const hint =
    'While a portal runs on the embedded database, nobody else can open it: stop it first.'
  refuse(settings.value.DATABASE_URL ? error.message : `${error.message}\n${hint}`)
}

const started = performance.now()
const { entries, from, head, findings } = await verifyTrail(anchor).catch((error: unknown) =>
  refuse(`The trail can’t be read: ${error instanceof Error ? error.message : String(error)}`),
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
