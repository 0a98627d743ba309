import 'server-only'
import { READABLE_ALPHABET } from '../../platform/reference-code'
import { keyedHash, randomCode, randomToken, sha256 } from '../../platform/crypto'
import { env } from '../../platform/env'

/** The codes that identify an activation on the way to the phone. Only their hashes are kept. */
export type Codes = {
  /** For the QR code and the link: 22 characters base64url, 132 bits. */
  readonly code: string
  /** For typing: ten characters without look-alikes, in groups of four, four and two; 50 bits, good for one person only. */
  readonly typed: string
}

/** What a text that should be a code is. `typed` is without its dashes. */
export type ReadCode = { readonly kind: 'long' | 'typed'; readonly text: string }

const LONG_LENGTH = 22
const TYPED_LENGTH = 10
/** More than either code takes, with any spaces. */
const MOST_CHARACTERS = 64

const LONG = /^[A-Za-z0-9_-]{22}$/
const TYPED = new RegExp(`^[${READABLE_ALPHABET}]{${TYPED_LENGTH}}$`)

/** Two new codes of one activation. */
export function newCodes(): Codes {
  const typed = randomCode(TYPED_LENGTH, READABLE_ALPHABET)
  return {
    code: randomToken().slice(0, LONG_LENGTH),
    typed: [typed.slice(0, 4), typed.slice(4, 8), typed.slice(8)].join('-'),
  }
}

/** The code in a text from a phone; null when the text is none. A typed code may have any spaces, dashes and letter case. */
export function readCode(text: string): ReadCode | null {
  if (text.length > MOST_CHARACTERS) return null
  const trimmed = text.trim()
  if (LONG.test(trimmed)) return { kind: 'long', text: trimmed }
  const typed = trimmed.replaceAll(/[\s\p{Pd}]/gu, '').toUpperCase()
  return TYPED.test(typed) ? { kind: 'typed', text: typed } : null
}

/** What is kept of the long code (hex). */
export function codeHash(code: string): string {
  return sha256(code).toString('hex')
}

/** The stored hash of a typed code (hex), bound to the person and keyed: 50 bits could be tried out. */
export function typedCodeHash(
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  typed: string,
): string {
  const text = JSON.stringify([issuer, subject, typed.replaceAll('-', '')])
  return keyedHash(text, env().AUTH_SECRET, 'typed-code')
}
