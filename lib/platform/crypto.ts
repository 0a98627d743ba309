import 'server-only'
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomUUID,
} from 'node:crypto'

// The only module that imports node:crypto (kept by lint), so that the inventory of algorithms is this file.

const AUTH_TAG_BYTES = 16
const IV_BYTES = 12

/** SHA-256 of text (UTF-8) or bytes, as bytes. */
export function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}

/** 256 random bits, base64url (43 characters). */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** `length` random characters of `alphabet`, each equally likely; the alphabet must have 32 characters. */
export function randomCode(length: number, alphabet: string): string {
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte & 31)).join('')
}

/** A random UUID (version 4). */
export function randomId(): string {
  return randomUUID()
}

function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `recognize-portal/${purpose}`, 32))
}

/** HMAC-SHA-256 (hex) of text (UTF-8) under a key derived from `secret` for one purpose: to find again what isn't kept. */
export function keyedHash(text: string, secret: string, purpose: string): string {
  return createHmac('sha256', keyFor(secret, purpose)).update(text).digest('hex')
}

/** Encrypts text with AES-256-GCM under a key derived from `secret` for one purpose; base64url of iv, tag and ciphertext. */
export function seal(text: string, secret: string, purpose: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), iv, {
    authTagLength: AUTH_TAG_BYTES,
  })
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')
}

/** Opens what {@link seal} made; null when it was altered, made with another secret or for another purpose. */
export function open(sealed: string, secret: string, purpose: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < IV_BYTES + AUTH_TAG_BYTES) return null
  // Without authTagLength Node accepts shortened tags, which are easier to forge.
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyFor(secret, purpose),
    bytes.subarray(0, IV_BYTES),
    { authTagLength: AUTH_TAG_BYTES },
  )
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + AUTH_TAG_BYTES))
  try {
    const ciphertext = bytes.subarray(IV_BYTES + AUTH_TAG_BYTES)
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
