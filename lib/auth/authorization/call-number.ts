import 'server-only'
import { keyedHash } from '../../platform/crypto'
import { env } from '../../platform/env'
import type { Account } from './actor'

// A person who calls support reads out a number that their signed-in portal shows. It is made from a key that isn't in the
// database, so that whoever reads the database can't say it.

const STEP_MS = 30_000
const NUMBERS = 1_000_000
const DIGITS = 6

/** The time step that a moment lies in. */
export function callNumberStep(at: Date): number {
  return Math.floor(at.getTime() / STEP_MS)
}

/** The six digits of an account in a time step. */
export function callNumberOf({ issuer, subject }: Account, step: number): string {
  const hash = keyedHash(JSON.stringify([issuer, subject, step]), env().AUTH_SECRET, 'call-number')
  return String(Number.parseInt(hash.slice(0, 12), 16) % NUMBERS).padStart(DIGITS, '0')
}

/** The number to read out now, and until when support accepts it: until the next step is over. */
export function presentCallNumber(
  account: Account,
  at: Date,
): { readonly number: string; readonly until: Date } {
  const step = callNumberStep(at)
  return { number: callNumberOf(account, step), until: new Date((step + 2) * STEP_MS) }
}
