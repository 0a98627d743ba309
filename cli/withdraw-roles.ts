// Withdraws the roles of one person from all their sessions, at once. Usage: npm run roles:withdraw -- <issuer>
// <subject>. Remove the roles at the provider first. Otherwise the next sign-in brings them back. Safe while portals
// run. Exit code 0: done; 2: the command could not start.
import { ensureMonths } from '@/lib/audit/log/months'
import { cancelScheduledOfAgent } from '@/lib/devices/removal/cancel-removal'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { args, ONE_PROCESS, openDatabase, readSettings, refuse } from './command'

const [issuer, subject, ...more] = args
if (!issuer || !subject || more.length > 0)
  refuse(
    'Say whose: npm run roles:withdraw -- <issuer> <subject>, as the provider’s ID tokens have them.',
  )

await openDatabase(readSettings(), ONE_PROCESS)

// The months may be missing if no portal has started on this database for a long time.
await ensureMonths(now())
const withdrawn = await withdrawRoles(issuer, subject, now())
const cancelled = await cancelScheduledOfAgent({ issuer, subject }, now())
console.log(
  withdrawn === 0
    ? 'No sign-in of theirs had a role.'
    : `Roles withdrawn from ${withdrawn === 1 ? '1 sign-in' : `${withdrawn} sign-ins`}; from their next request on they have none.`,
)
if (cancelled > 0)
  console.log(
    `${cancelled === 1 ? '1 removal' : `${cancelled} removals`} of other people’s devices that waited in their name: given up.`,
  )
process.exit(0)
