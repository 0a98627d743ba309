import type { Target } from './target'

export interface JournalEntry extends Omit<Target, 'refusal'> {
  at: string
  method: string
  rawUrl: string
  apiKey: 'right' | 'wrong' | 'missing'
  accept: string | null
  requestId: string | null
  /** `pending` until the call is answered; a word where no whole answer was given. */
  status: number | 'pending' | 'hang' | 'reset' | 'truncated'
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

  add(entry: JournalEntry): JournalEntry {
    this.#entries.push(entry)
    return entry
  }

  read(filter: JournalFilter): JournalEntry[] {
    return this.#entries.filter((entry) => matches(entry, filter))
  }

  clear(filter: JournalFilter): void {
    this.#entries = this.#entries.filter((entry) => !matches(entry, filter))
  }
}
