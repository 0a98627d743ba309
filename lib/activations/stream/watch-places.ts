import 'server-only'
import type { Account } from '../../auth/authorization/actor'
import { processSingleton } from '../../platform/process-singleton'
import { createKeyedSemaphore, type Leave } from '../../platform/resilience/semaphore'

/** The most watches of a person: more than they have open in all browsers, and too few to keep the database busy. */
export const MOST_WATCHES = 4

const places = () =>
  processSingleton('activation-watches', () => createKeyedSemaphore(MOST_WATCHES))

/** Takes a place for one more watch of a person; gives how to leave it, or null when all places are taken. */
export function takeWatchPlace({ issuer, subject }: Account): Leave | null {
  return places().tryEnter(JSON.stringify([issuer, subject]))
}
