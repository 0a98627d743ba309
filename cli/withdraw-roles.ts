// Takes the roles of one person from all their sign-ins, at once: npm run roles:withdraw -- <issuer> <subject>. They come
// back only with a sign-in at which the provider still states them, so take them away there first. Safe while portals
// run. Exit code 0: done; 2: it could not begin.
import { adoptOldEntries } from '@/lib/audit/log/adopt'
import { makeRoom } from '@/lib/audit/log/months'
import { cancelScheduledOfAgent } from '@/lib/devices/removal/cancel-removal'
import { withdrawRoles } from '@/lib/auth/authorization/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { args, ONE_PROCESS, openDatabase, readSettings, refuse } from './command'

const [issuer, subject, ...more] = args
if (!issuer || !subject || more.length > 0)
  refuse(
    'Say whose: npm run roles:withdraw -- <issuer> <subject>, as the provider’s ID tokens have them.',
  )

await openDatabase(readSettings(), ONE_PROCESS)

// Before the first entry of the chain, which this would be on a database that no portal has started on since.
await makeRoom(now())
await adoptOldEntries()
const withdrawn = await withdrawRoles(issuer, subject, now())
const givenUp = await cancelScheduledOfAgent({ issuer, subject }, now())
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
