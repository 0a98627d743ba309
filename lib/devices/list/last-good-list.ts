import 'server-only'
import { processSingleton } from '../../platform/process-singleton'
import type { Subject } from '../../auth/authorization/actor'
import type { Authorized, PersonAction } from '../../auth/authorization/authorize'
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

type Entry = { readonly identities: readonly string[]; readonly list: KnownList }

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
    if (kept && inOrder(kept, identities) && kept.list.readAt > list.readAt) return
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
    const list = this.peek(subject, at)
    this.#delete(key)
    if (entry && list) this.#put(key, entry)
    return list
  }

  /** The same, and nothing that is kept changes: what somebody else asks for takes nothing away from the person. */
  peek(subject: Subject, at: Date): KnownList | null {
    const entry = this.#entries.get(keyOf(subject))
    if (!entry || at.getTime() - Date.parse(entry.list.readAt) > this.bounds.ageMs) return null
    return inOrder(entry, identitiesOf(subject))
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

/** Only hashes of the ids are kept. */
function identitiesOf({ userIds }: Pick<Subject, 'userIds'>): string[] {
  return userIds.map((userId) => sha256(userId).toString('hex'))
}

/** The list for exactly these identities, in their order, because devices name their identity by its place; null when it is about others. */
function inOrder(
  { identities: kept, list }: Entry,
  identities: readonly string[],
): KnownList | null {
  if (kept.length !== identities.length || !kept.every((one) => identities.includes(one)))
    return null
  const placeOf = (identity: number) => identities.indexOf(kept[identity] ?? '')
  const placed = <Item extends { readonly identity: number }>(item: Item): Item => ({
    ...item,
    identity: placeOf(item.identity),
  })
  return {
    ...list,
    unknownIdentities: list.unknownIdentities.map(placeOf),
    devices: list.devices.map(placed),
    rowlessBackups: list.rowlessBackups.map(placed),
  }
}

/** The store of this process. */
export function lastGoodLists(): LastGoodList {
  return processSingleton('last-known', () => new LastGoodList())
}

/**
 * Agents' readings are kept for agents alone, by identities and not by account: a person whose phone was stolen may never
 * have signed in here.
 */
function readingOfAgents(userIds: Subject['userIds']): Subject {
  const identities = identitiesOf({ userIds }).toSorted()
  return { issuer: '', subject: sha256(identities.join('/')).toString('hex'), userIds }
}

/** Keeps a list that an agent has just read of a person. */
export function rememberForAgents(userIds: Subject['userIds'], list: KnownList): void {
  lastGoodLists().remember(readingOfAgents(userIds), list)
}

/** The last good list that `authorized` may see: the person’s own, for an agent also what an agent has read. The newer one counts. */
export function recallFor(
  authorized: Authorized<'devices:list:own' | 'devices:remove:own' | PersonAction>,
  at: Date,
): KnownList | null {
  const { action, owner, subject } = authorized
  const { userIds } = subject
  if (action === 'devices:list:own' || action === 'devices:remove:own')
    return owner && lastGoodLists().recall({ ...owner, userIds }, at)
  const own = owner && lastGoodLists().peek({ ...owner, userIds }, at)
  const read = lastGoodLists().recall(readingOfAgents(userIds), at)
  if (own === null || read === null) return own ?? read
  return own.readAt > read.readAt ? own : read
}
