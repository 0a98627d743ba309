// Ends sign-ins to the portal, at once and on every replica: of one person who was disabled at the provider, or everybody's
// after an incident. npm run sign-ins:end -- --issuer <issuer> --subject <subject>, or -- --everybody. Who can still sign in
// at the provider can sign in here again, so disable them there first. Safe while portals run. Exit code 0: done; 2: it
// could not begin.
import { parseArgs } from 'node:util'
import { ensureMonths } from '@/lib/audit/log/months'
import { revokeAllSessionsOf, revokeEveryonesSessions } from '@/lib/auth/sessions/revoke-sessions'
import { now } from '@/lib/platform/clock'
import { args, ONE_PROCESS, openDatabase, readSettings, refuse } from './command'

const USAGE = `Say whose, as the provider’s ID tokens have them:
  npm run sign-ins:end -- --issuer <issuer> --subject <subject>
  npm run sign-ins:end -- --everybody`

function whose(): { issuer: string; subject: string } | 'everybody' {
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
    // An option that there is none of.
  }
  return refuse(USAGE)
}

const asked = whose()
await openDatabase(readSettings(), ONE_PROCESS)

// Before the first entry of the chain, which this would be on a database that no portal has started on since.
await ensureMonths(now())
const ended = await (asked === 'everybody'
  ? revokeEveryonesSessions(now())
  : revokeAllSessionsOf(asked, now()))
console.log(`${ended === 1 ? '1 sign-in' : `${ended} sign-ins`} ended.`)
process.exit(0)
