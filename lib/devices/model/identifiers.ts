import 'server-only'
import { sha256 } from '../../platform/crypto'
import { READABLE_ALPHABET } from '../../platform/reference-code'

/** A key in one notation, whether it came as base64 or base64url, padded or not. */
function keyText(key: string): string {
  return key.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
}

/** A short code from the SHA-256 of a public signing key: two groups of four, 40 bits. For comparing, not for proving. */
export function fingerprintOf(publicSigningKey: string): string {
  let bits = sha256(Buffer.from(keyText(publicSigningKey), 'base64')).readUIntBE(0, 5)
  let code = ''
  for (let index = 0; index < 8; index++) {
    code = READABLE_ALPHABET.charAt(bits % 32) + code
    // Not a shift: those cut off at 32 bits.
    bits = Math.floor(bits / 32)
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** The opaque id of a device (128 bits), bound to the identity: the same key under two identities is two rows. */
export function deviceIdOf(userId: string, publicSigningKey: string): string {
  // Made from the text, not from the bytes: a key that isn't quite base64 may decode to the same bytes as another one.
  const key = sha256(keyText(publicSigningKey)).toString('hex')
  return sha256(`${userId}/${key}`).subarray(0, 16).toString('hex')
}

/** The id of a row without a usable key: from its content, and how many rows before it have the same. */
export function placeholderIdOf(userId: string, content: string, copy: number): string {
  return sha256(`${userId}#${copy}#${content}`).subarray(0, 16).toString('hex')
}

/** Whether a text from a URL or form has the form of a device id. Anything else gets the answer of an unknown device. */
export function isDeviceId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text)
}
