import 'server-only'
import { z } from 'zod'
import { sha256 } from './crypto'
import { fail, succeed, type Result } from './result'

/** A key of the ring that seals client states: 32 bytes, and the name that each sealed row refers to. */
export type RingKey = { readonly id: string; readonly key: Uint8Array }
/** Newest first. The first key seals, and every key opens. */
export type KeyRing = readonly [RingKey, ...RingKey[]]

const KEY_BYTES = 32
const ID = /^[A-Za-z0-9._-]{1,40}$/

/**
 * Parses keys of 32 bytes (base64, base64url or hex), newest first, separated by commas. A key has a name before it
 * (`2026-11:…`) or is named by its own hash. The error is a phrase for the operator and never holds a key.
 */
export function parseKeyRing(text: string): Result<KeyRing, string> {
  const keys: RingKey[] = []
  for (const [index, entry] of text.split(',').entries()) {
    const [, name, encoded = ''] = /^(?:([^:]*):)?(.*)$/s.exec(entry.trim()) ?? []
    const key = decode(encoded.trim())
    if (key === null)
      return fail(`has an entry (number ${index + 1}) that is not 32 bytes in base64 or hex`)
    const id = name?.trim() ?? sha256(key).toString('hex').slice(0, 12)
    if (!ID.test(id)) return fail(`has an entry (number ${index + 1}) whose name is not usable`)
    if (keys.some((other) => other.id === id)) return fail('names two keys alike')
    keys.push({ id, key })
  }
  const [first, ...others] = keys
  return first === undefined ? fail('is empty') : succeed([first, ...others])
}

function decode(text: string): Uint8Array | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null
  const key = Buffer.from(text, 'base64')
  return key.length === KEY_BYTES ? key : null
}

/** {@link parseKeyRing} as a setting, for the report on an unusable configuration. */
export const keyRingSetting = z.string().transform((value, context) => {
  const ring = parseKeyRing(value)
  if (ring.ok) return ring.value
  context.addIssue({ code: 'custom', message: ring.error })
  return z.NEVER
})
