// Revokes sessions of the portal at once, on every replica. Use it for one person after the provider disabled them, or
// for all people after an incident. Usage: npm run sign-ins:end -- --issuer <issuer> --subject <subject>, or --
// --everybody. Disable the person at the provider first. Otherwise they can sign in here again. Safe while portals run.
// Exit code 0: done; 2: the command could not start.
import { parseArgs } from 'node:util'
import { revokeSessions } from '@/lib/auth/sessions/revoke-sessions'
import { now } from '@/lib/platform/clock'
import { args, counted, openDatabaseToWrite, refuse } from './command'

const USAGE = `Say whose, as the provider’s ID tokens have them:
  npm run sign-ins:end -- --issuer <issuer> --subject <subject>
  npm run sign-ins:end -- --everybody`

function parsePerson(): { issuer: string; subject: string } | 'everybody' {
  try {
    const { issuer, subject, everybody } = parseArgs({
      args: [...args],
      options: {
        issuer: { type: 'string' },
        subject: { type: 'string' },
        everybody: { type: 'boolean' },
      },
    }).values
    if (everybody && issuer === undefined && subject === undefined) return 'everybody'
    if (!everybody && issuer && subject) return { issuer, subject }
  } catch {
    // parseArgs throws on an unknown option.
  }
  return refuse(USAGE)
}

const person = parsePerson()
await openDatabaseToWrite()

const { length: count } = await revokeSessions({
  which: person === 'everybody' ? { kind: 'everybody' } : { kind: 'owners', owners: [person] },
  by: { kind: 'operator' },
  at: now(),
})
console.log(`${counted(count, 'sign-in')} ended.`)
process.exit(0)
