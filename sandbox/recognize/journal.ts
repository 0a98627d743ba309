import type { Socket } from 'node:net'
import type { Target } from './target'

export interface JournalEntry extends Omit<Target, 'refusal'> {
  at: string
  method: string
  rawUrl: string
  apiKey: 'right' | 'wrong' | 'missing'
  accept: string | null
  requestId: string | null
  /** `pending` until the answer. A word if there was no complete answer. */
  status: number | 'pending' | 'hang' | 'reset' | 'truncated'
  /** The unique number of the TCP connection. */
  connection: number
  /** Whether the caller closed the connection before the answer. */
  left: boolean
}

export interface JournalFilter {
  userId: string | null
  externalUserId: string | null
}

function matches(entry: JournalEntry, { userId, externalUserId }: JournalFilter): boolean {
  if (userId !== null && entry.userId !== userId) return false
  if (externalUserId === null) return true
  return entry.externalUserId?.toLowerCase() === externalUserId.toLowerCase()
}

export class Journal {
  #entries: JournalEntry[] = []
  readonly #connections = new WeakMap<Socket, number>()
  #lastConnection = 0

  add(entry: JournalEntry): JournalEntry {
    this.#entries.push(entry)
    return entry
  }

  /** The number of a connection. The first call assigns it. */
  connectionOf(socket: Socket): number {
    const known = this.#connections.get(socket)
    if (known !== undefined) return known
    this.#lastConnection += 1
    this.#connections.set(socket, this.#lastConnection)
    return this.#lastConnection
  }

  read(filter: JournalFilter): JournalEntry[] {
    return this.#entries.filter((entry) => matches(entry, filter))
  }

  clear(filter: JournalFilter): void {
    this.#entries = this.#entries.filter((entry) => !matches(entry, filter))
  }
}
