import 'server-only'
import { randomCode } from './crypto'

/** 32 characters. None looks or sounds too much like another one, on a screen or on a call. */
export const READABLE_ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

export const REFERENCE_CODE_PATTERN = /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/

/** A number for a receipt or a clean-up: twelve characters, 60 bits. It is unique, and short enough to read out. */
export function newReferenceCode(): string {
  const code = randomCode(12, READABLE_ALPHABET)
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
}

/** Whether a text has the form of a reference code. */
export function isReferenceCode(text: unknown): text is string {
  return typeof text === 'string' && REFERENCE_CODE_PATTERN.test(text)
}
