import 'server-only'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { cookieName, cookieOptions } from '../../web/cookies'
import { open, seal } from '../../platform/crypto'
import { env } from '../../platform/env'
import { CODE_LIFETIME_MS } from '../tracking/activation-state'
import type { Codes } from './codes'

// The database has hashes only, so that the codes of the page live in the browser that asked for them: sealed, out of
// reach of its scripts, for as long as they can be used.

const COOKIE = 'activation'
const PURPOSE = 'activation-codes'

const kept = z.object({ number: z.string(), code: z.string(), typed: z.string() })

/** Leaves the codes of an activation with the browser; those of an earlier one give way. */
export async function keepCodes(number: string, { code, typed }: Codes): Promise<void> {
  const jar = await cookies()
  const sealed = seal(JSON.stringify({ number, code, typed }), env().AUTH_SECRET, PURPOSE)
  jar.set(cookieName(COOKIE), sealed, cookieOptions(CODE_LIFETIME_MS / 1000))
}

/** The codes of an activation, when this browser asked for it; null in every other one. */
export async function codesFor(number: string): Promise<Codes | null> {
  const jar = await cookies()
  const sealed = jar.get(cookieName(COOKIE))?.value
  const text = sealed === undefined ? null : open(sealed, env().AUTH_SECRET, PURPOSE)
  if (text === null) return null
  const held = kept.parse(JSON.parse(text))
  return held.number === number ? { code: held.code, typed: held.typed } : null
}

/** Takes the codes from the browser. */
export async function clearCodes(): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(COOKIE), '', cookieOptions(0))
}
