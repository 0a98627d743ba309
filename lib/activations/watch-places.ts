import 'server-only'
import { oncePerProcess } from '../platform/once'

/** More than a person has open of one page, and few enough that nobody's tabs keep the database busy. */
export const MOST_WATCHES = 4

const taken = () => oncePerProcess('activation-watches', () => new Map<string, number>())

/** Takes a place for one more watch of a portal sign-in, by its hashed id; gives how to leave it (once), null when all are taken. */
export function takeWatchPlace(signIn: string): (() => void) | null {
  const count = taken().get(signIn) ?? 0
  if (count >= MOST_WATCHES) return null
  taken().set(signIn, count + 1)
  let isLeft = false
  return () => {
    if (isLeft) return
    isLeft = true
    const left = (taken().get(signIn) ?? 1) - 1
    if (left > 0) taken().set(signIn, left)
    else taken().delete(signIn)
  }
}
