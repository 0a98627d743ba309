// Takes the roles of one person from all their sign-ins, at once: npm run roles:withdraw -- <issuer> <subject>. They come
// back only with a sign-in at which the provider still states them, so take them away there first. Safe while portals
// run. Exit code 0: done; 2: it could not begin.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type * as nextEnv from '@next/env'
import { adoptOldEntries } from '@/lib/activity/adopt'
import { makeRoom } from '@/lib/activity/months'
import { connectDatabase, DatabaseStartError, provideDatabase } from '@/lib/database/connection'
import { giveUpHeldOf } from '@/lib/devices/removal/held'
import { withdrawRoles } from '@/lib/identity/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { describeProblems, parseEnvironment } from '@/lib/platform/env'

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

const [issuer, subject, ...more] = process.argv
  .slice(2)
  .filter((argument) => argument !== '--without-env-file')
if (!issuer || !subject || more.length > 0)
  refuse(
    'Say whose: npm run roles:withdraw -- <issuer> <subject>, as the provider’s ID tokens have them.',
  )

if (!process.argv.includes('--without-env-file')) {
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
    'The embedded database has one process at a time: stop the portal, run this, and start it again.'
  refuse(settings.value.DATABASE_URL ? error.message : `${error.message}\n${hint}`)
}

// Before the first entry of the chain, which this would be on a database that no portal has started on since.
await makeRoom(now())
await adoptOldEntries()
const withdrawn = await withdrawRoles(issuer, subject, now())
const givenUp = await giveUpHeldOf({ issuer, subject }, now())
console.log(
  withdrawn === 0
    ? 'No sign-in of theirs had a role.'
    : `Roles withdrawn from ${withdrawn === 1 ? '1 sign-in' : `${withdrawn} sign-ins`}; from their next request on they have none.`,
)
if (givenUp > 0)
  console.log(
    `${givenUp === 1 ? '1 removal' : `${givenUp} removals`} of other people’s devices that waited in their name: given up.`,
  )
process.exit(0)
