import { createHash } from 'node:crypto'

/** Omits 0, 1, I and O. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** What a person compares with the portal: the first 40 bits of the key's SHA-256, in groups of five bits. */
export function fingerprint(publicSigningKey: string): string {
  const hash = createHash('sha256').update(Buffer.from(publicSigningKey, 'base64')).digest('hex')
  const bits = BigInt(`0x${hash.slice(0, 10)}`)
    .toString(2)
    .padStart(40, '0')
  const characters = (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(parseInt(five, 2)))
  return `${characters.slice(0, 4).join('')}-${characters.slice(4).join('')}`
}
