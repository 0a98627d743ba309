// Withdraws the roles of one person from all their sessions, at once. Usage: npm run roles:withdraw -- <issuer>
// <subject>. Remove the roles at the provider first. Otherwise the next sign-in brings them back. Safe while portals
// run. Exit code 0: done; 2: the command could not start.
import { cancelScheduledOfAgent } from '@/lib/devices/removal/cancel-removal'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { counted, openDatabaseToWrite, personOfArguments } from './command'

const person = personOfArguments(
  'Say whose: npm run roles:withdraw -- <issuer> <subject>, as the provider’s ID tokens have them.',
)

await openDatabaseToWrite()

const withdrawn = await withdrawRoles(person.issuer, person.subject, now())
const cancelled = await cancelScheduledOfAgent(person, now())
console.log(
  withdrawn === 0
    ? 'No sign-in of theirs had a role.'
    : `Roles withdrawn from ${counted(withdrawn, 'sign-in')}; from their next request on they have none.`,
)
if (cancelled > 0)
  console.log(
    `${counted(cancelled, 'removal')} of other people’s devices that waited in their name: given up.`,
  )
process.exit(0)
