// Seals all client states under the newest key of CLIENT_STATE_KEYS, and prints the older keys that are no longer
// needed. Safe while portals run, and after an interruption. Exit code 0: every state can be opened; 1: some can't; 2:
// the command could not start.
import { resealStates } from '@/lib/client-states/vault/reseal-states'
import { counted, openDatabase, readSettings, refuse } from './command'

const BATCH = 200

const states = (count: number) => counted(count, 'client state')

const settings = readSettings()
const { CLIENT_STATE_KEYS: ring } = settings
if (!ring) refuse('CLIENT_STATE_KEYS is not set: there is no key to seal with.')

await openDatabase(
  settings,
  'A portal on the embedded database seals all client states under the newest key by itself, each time it starts: ' +
    'while one runs, there is nothing to do here, and its log says how many they were.',
)

const { resealed, unreadable, keysInUse } = await resealStates(BATCH, true)

const [newest, ...older] = ring
console.log(`${states(resealed)} re-sealed under the newest key, ${newest.id}.`)
const used = Object.entries(keysInUse).map(([keyId, count]) => `${keyId} (${states(count)})`)
console.log(`Keys in use: ${used.join(', ') || 'none'}.`)
const droppable = older.filter(({ id }) => !(id in keysInUse)).map(({ id }) => id)
if (droppable.length > 0)
  console.log(
    `May be dropped from CLIENT_STATE_KEYS, once every running portal seals with ${newest.id}: ${droppable.join(', ')}.`,
  )
for (const { keyId, count } of unreadable) {
  const isKnown = ring.some(({ id }) => id === keyId)
  console.error(
    `${states(count)} can’t be opened: the key ${keyId} ${isKnown ? 'in CLIENT_STATE_KEYS is not the one they were sealed with, or they were altered' : 'is missing from CLIENT_STATE_KEYS'}.`,
  )
}
process.exit(unreadable.length > 0 ? 1 : 0)
