// Erases a person: the link to their entries in the audit log, their sessions, name and addresses
// (docs/personal-data.md). Usage: npm run people:erase -- <issuer> <subject>. Exit code 0: erased; 1: unknown person;
// 2: the command could not start.
import { erasePerson } from '@/lib/privacy/erase-person'
import { now } from '@/lib/platform/clock'
import { randomId } from '@/lib/platform/crypto'
import { openDatabaseToWrite, personOfArguments } from './command'

const person = personOfArguments('Name the person: npm run people:erase -- <issuer> <subject>')

await openDatabaseToWrite()

const actor = { issuer: 'recognize-portal', subject: 'erase-person', role: 'system' } as const
const context = { actor, correlationId: randomId(), at: now() }
const isErased = await erasePerson(person, context)
console.log(isErased ? 'The person was erased.' : 'Nobody of that name is known.')
process.exit(isErased ? 0 : 1)
