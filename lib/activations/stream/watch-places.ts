import 'server-only'
import type { Actor } from '../../auth/authorization/actor'
import { processSingleton } from '../../platform/process-singleton'

/** More than a person has open of one page, in all their browsers, and few enough that nobody's tabs keep the database busy. */
export const MOST_WATCHES = 4

const taken = () => processSingleton('activation-watches', () => new Map<string, number>())

/** Takes a place for one more watch of a person; gives how to leave it (once), null when all are taken. */
export function takeWatchPlace({
  issuer,
  subject,
}: Pick<Actor, 'issuer' | 'subject'>): (() => void) | null {
  const person = JSON.stringify([issuer, subject])
  const count = taken().get(person) ?? 0
  if (count >= MOST_WATCHES) return null
  taken().set(person, count + 1)
  let isLeft = false
  return () => {
    if (isLeft) return
    isLeft = true
    const left = (taken().get(person) ?? 1) - 1
    if (left > 0) taken().set(person, left)
    else taken().delete(person)
  }
}
