import 'server-only'
import { processSingleton } from '../../platform/process-singleton'
import type { Subject } from '../../auth/authorization/actor'
import { sha256 } from '../../platform/crypto'
import type { Device } from '../model/device'
import type { RowlessBackup } from '../model/ways-back-in'
import type { OutsideMark } from '../outside/known-lists'

/** The service's last list of a person's devices, as a browser may see it: no keys, no Recognize user ids. */
export type KnownList = {
  /** When the service was asked; ISO 8601, UTC. */
  readonly readAt: string
  readonly identities: number
  readonly unknownIdentities: readonly number[]
  readonly devices: readonly Device[]
  /** The kept recovery backups whose row isn't known. */
  readonly rowlessBackups: readonly RowlessBackup[]
  /** What happened to the devices outside of the portal. */
  readonly marks: readonly OutsideMark[]
}

type Entry = { readonly identities: string; readonly list: KnownList }

/** Bounds of the store, so that it can't fill the memory: people, rows of all of them, and age. */
export type Bounds = { readonly people: number; readonly rows: number; readonly ageMs: number }

const BOUNDS: Bounds = { people: 2_000, rows: 100_000, ageMs: 3_600_000 }

/** The last good list of each person. Those used longest ago go first. It lives in this process alone and is never written anywhere. */
export class LastGoodList {
  // A Map keeps the order in which its entries were put in: the first is the one used longest ago.
  readonly #entries = new Map<string, Entry>()
  #rows = 0

  constructor(private readonly bounds: Bounds = BOUNDS) {}

  /** Keeps a list that was just read. A list that was asked for earlier but arrives later replaces nothing. */
  remember(subject: Subject, list: KnownList): void {
    const [key, identities] = [keyOf(subject), identitiesOf(subject)]
    const kept = this.#entries.get(key)
    if (kept?.identities === identities && kept.list.readAt > list.readAt) return
    this.#delete(key)
    this.#put(key, { identities, list })
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.bounds.people && this.#rows <= this.bounds.rows) break
      this.#delete(oldest)
    }
  }

  /** The last good list of exactly these identities of the person; null when there is none that is recent enough at `at`. */
  recall(subject: Subject, at: Date): KnownList | null {
    const key = keyOf(subject)
    const entry = this.#entries.get(key)
    if (!entry) return null
    this.#delete(key)
    if (entry.identities !== identitiesOf(subject)) return null
    if (at.getTime() - Date.parse(entry.list.readAt) > this.bounds.ageMs) return null
    this.#put(key, entry)
    return entry.list
  }

  /** Forgets what is known of a person. */
  forget(person: Pick<Subject, 'issuer' | 'subject'>): void {
    this.#delete(keyOf(person))
  }

  #put(key: string, entry: Entry): void {
    this.#entries.set(key, entry)
    this.#rows += entry.list.devices.length
  }

  #delete(key: string): void {
    this.#rows -= this.#entries.get(key)?.list.devices.length ?? 0
    this.#entries.delete(key)
  }
}

function keyOf({ issuer, subject }: Pick<Subject, 'issuer' | 'subject'>): string {
  return JSON.stringify([issuer, subject])
}

/** Only a hash of the ids is kept. Their order counts, because devices name their identity by its place. */
function identitiesOf({ userIds }: Subject): string {
  return sha256(userIds.join('/')).toString('hex')
}

/** The store of this process. */
export function lastGoodLists(): LastGoodList {
  return processSingleton('last-known', () => new LastGoodList())
}

/** Forgets the last good list of a person who signs out. */
export function dropLastGoodList(issuer: string, subject: string): void {
  lastGoodLists().forget({ issuer, subject })
}
