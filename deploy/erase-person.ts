// Erases what ties a person to their entries in the trail, and their sign-ins, name and addresses; see
// docs/personal-data.md. `npm run people:erase -- <issuer> <subject>`. Exit code 0: erased; 1: nobody of that name was
// known; 2: it could not begin.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type * as nextEnv from '@next/env'
import { adoptOldEntries } from '@/lib/activity/adopt'
import { erasePerson } from '@/lib/activity/erase'
import { makeRoom } from '@/lib/activity/months'
import { connectDatabase, DatabaseStartError, provideDatabase } from '@/lib/database/connection'
import { now } from '@/lib/platform/clock'
import { randomId } from '@/lib/platform/crypto'
import { describeProblems, parseEnvironment } from '@/lib/platform/env'

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

const args = process.argv.slice(2)
const [issuer, subject, ...more] = args.filter((arg) => arg !== '--without-env-file')
if (!issuer || !subject || more.length > 0)
  refuse('Say whom: npm run people:erase -- <issuer> <subject>')

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
  refuse(error.message)
}

await makeRoom(now())
await adoptOldEntries()
const actor = { issuer: 'recognize-portal', subject: 'erase-person', role: 'system' } as const
const context = { actor, correlationId: randomId(), at: now() }
const isErased = await erasePerson({ issuer, subject }, context)
console.log(isErased ? 'The person was erased.' : 'Nobody of that name is known.')
process.exit(isErased ? 0 : 1)
