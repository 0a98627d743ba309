import 'server-only'
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  randomBytes,
  randomUUID,
  type JsonWebKey,
} from 'node:crypto'

// The only module that imports node:crypto (lint enforces it). This file is therefore the inventory of algorithms.

const AUTH_TAG_BYTES = 16
const IV_BYTES = 12
const KEY_BYTES = 32

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
  return Buffer.from(hkdfSync('sha256', secret, '', `recognize-portal/${purpose}`, KEY_BYTES))
}

/** 32 random bytes: a key for {@link encrypt}. */
export function randomKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/** HMAC-SHA-256 (hex) under a key derived for one purpose, to recognise values that must not be stored. */
export function keyedHash(text: string, secret: string, purpose: string): string {
  return createHmac('sha256', keyFor(secret, purpose)).update(text).digest('hex')
}

/** Like {@link keyedHash}, but derives the key only once. For large numbers of hashes. */
export function keyedHasher(secret: string, purpose: string): (text: string) => string {
  const key = keyFor(secret, purpose)
  return (text) => createHmac('sha256', key).update(text).digest('hex')
}

type Context = string | Uint8Array

/**
 * AES-256-GCM under a key of 32 bytes: gives IV, tag and ciphertext in one buffer. The context is authenticated and not
 * stored, so decryption needs the same one.
 */
export function encrypt(data: Uint8Array, key: Uint8Array, context: Context = ''): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: AUTH_TAG_BYTES })
  cipher.setAAD(Buffer.from(context))
  const ciphertext = Buffer.concat([cipher.update(data), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext])
}

/** Decrypts the output of {@link encrypt}. Null when the data, the key or the context differs. */
export function decrypt(sealed: Uint8Array, key: Uint8Array, context: Context = ''): Buffer | null {
  if (sealed.length < IV_BYTES + AUTH_TAG_BYTES) return null
  // Without authTagLength Node accepts shortened tags, which are easier to forge.
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), {
    authTagLength: AUTH_TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + AUTH_TAG_BYTES))
  try {
    const ciphertext = sealed.subarray(IV_BYTES + AUTH_TAG_BYTES)
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch {
    return null
  }
}

/** Encrypts text under a key derived from `secret` for one purpose; base64url. */
export function seal(text: string, secret: string, purpose: string): string {
  return encrypt(Buffer.from(text), keyFor(secret, purpose)).toString('base64url')
}

/** Opens the output of {@link seal}. Null when the text was altered, or when the secret or the purpose differs. */
export function open(sealed: string, secret: string, purpose: string): string | null {
  const text = decrypt(Buffer.from(sealed, 'base64url'), keyFor(secret, purpose))
  return text?.toString('utf8') ?? null
}

/** A key as RFC 7517 writes it. */
export type SigningJwk = Readonly<JsonWebKey>

const LEAST_RSA_BITS = 2048

/** Reads a private key (PEM or JWK) that can sign ES256 or PS256. Null for every other text or key. */
export function readSigningKey(
  key: string | JsonWebKey,
): { algorithm: 'ES256' | 'PS256'; privateJwk: SigningJwk; publicJwk: SigningJwk } | null {
  try {
    const read = createPrivateKey(typeof key === 'string' ? key : { key, format: 'jwk' })
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = read
    const isElliptic = type === 'ec' && details?.namedCurve === 'prime256v1'
    if (!isElliptic && !(type === 'rsa' && (details?.modulusLength ?? 0) >= LEAST_RSA_BITS))
      return null
    return {
      algorithm: isElliptic ? 'ES256' : 'PS256',
      privateJwk: read.export({ format: 'jwk' }),
      publicJwk: createPublicKey(read).export({ format: 'jwk' }),
    }
  } catch {
    return null
  }
}
