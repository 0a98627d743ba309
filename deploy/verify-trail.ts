// Goes over the whole trail and says whether it is as the portal wrote it: `chain intact: N entries`, or where it isn't.
// Safe while portals run. `--anchor <hash>:<entries>` is a place that was noted outside the database: the portal's log has
// one in each line `checkpoint of the trail`. Exit code 0: intact; 1: tampered with; 2: it could not be told.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type * as nextEnv from '@next/env'
import { verifyTrail, type Finding } from '@/lib/activity/verify'
import type { Place } from '@/lib/activity/checkpoints'
import { connectDatabase, DatabaseStartError, provideDatabase } from '@/lib/database/connection'
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

function sentenceOf(finding: Finding): string {
  switch (finding.what) {
    case 'altered':
      return `Entry ${finding.entry} was altered, or stands where another one was.`
    case 'missing':
      return finding.to === finding.entry
        ? `Entry ${finding.entry} is missing.`
        : `Entries ${finding.entry} to ${finding.to} are missing.`
    case 'inserted':
      return `Entry ${finding.entry} was put in by somebody else.`
    case 'head':
      return `The head of the chain was altered: it doesn’t follow entry ${finding.entry}.`
    case 'cut':
      return `The mark of a cut after entry ${finding.entry} is not the portal’s.`
    case 'checkpoint':
      return `The checkpoint after entry ${finding.entry} is not the portal’s.`
    case 'rewritten':
      return `Entry ${finding.entry} was another one when it was signed.`
    case 'rolled-back':
      return `The end was cut off: the chain ends with entry ${finding.entry}, and there have been ${finding.to}.`
    case 'actor-unknown':
      return `Who acted in entry ${finding.entry} was taken out without an entry that says so.`
    case 'actor-altered':
      return `Who is behind the actor ${finding.actor} was altered.`
  }
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
for (const finding of findings) console.error(sentenceOf(finding))
if (findings.length > 0 && findings.every(({ what }) => what === 'altered') && findings.length > 10)
  console.error(
    'If AUTH_SECRET was changed: entries can be verified only with the one they were written under.',
  )
process.exit(1)
