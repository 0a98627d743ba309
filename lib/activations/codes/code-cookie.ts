import 'server-only'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { cookieName, cookieOptions } from '../../web/cookies'
import { open, seal } from '../../platform/crypto'
import { env } from '../../platform/env'
import { CODE_LIFETIME_MS } from '../tracking/activation-state'
import type { Codes } from './codes'

// The database has only hashes of the codes. The page gets the codes themselves from a cookie of the browser that began the
// activation: sealed, hidden from scripts, and kept for as long as the codes can be used.

const COOKIE = 'activation'
const PURPOSE = 'activation-codes'

const cookieContent = z.object({ number: z.string(), code: z.string(), typed: z.string() })

/** Keeps the codes of an activation in the browser, in place of those of an earlier one. */
export async function keepCodes(number: string, { code, typed }: Codes): Promise<void> {
  const jar = await cookies()
  const sealed = seal(JSON.stringify({ number, code, typed }), env().AUTH_SECRET, PURPOSE)
  jar.set(cookieName(COOKIE), sealed, cookieOptions(CODE_LIFETIME_MS / 1000))
}

/** The codes of an activation in the browser that began it; null in every other browser. */
export async function codesFor(number: string): Promise<Codes | null> {
  const jar = await cookies()
  const sealed = jar.get(cookieName(COOKIE))?.value
  const text = sealed === undefined ? null : open(sealed, env().AUTH_SECRET, PURPOSE)
  if (text === null) return null
  const found = cookieContent.parse(JSON.parse(text))
  return found.number === number ? { code: found.code, typed: found.typed } : null
}

/** Deletes the codes from the browser. */
export async function clearCodes(): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(COOKIE), '', cookieOptions(0))
}
