import { createHash } from 'node:crypto'

/** A device row of the Server API. `type` is the real type. A switch decides whether the service reveals it. */
export interface Row {
  userId: string
  sdkCustomerId: number
  publicSigningKey: string
  publicEncryptionKey: string
  state: string
  createdAt: string
  osVersion?: string
  sdkVersion?: string
  deletedAt?: string
  type?: 'SDK' | 'BACKUP' | 'TEMPORARY'
}

const sdkCustomerId = 1042

export function userIdFrom(name: string): string {
  return createHash('sha256').update(`user:${name}`).digest('hex').toUpperCase()
}

function bytesFrom(seed: string): Buffer {
  return createHash('sha512').update(seed).digest()
}

/** Looks like an uncompressed P-256 point. It always contains `+` and `/`, which a path must percent-encode. */
export function publicSigningKeyFrom(seed: string): string {
  for (let attempt = 0; ; attempt += 1) {
    const point = Buffer.concat([Buffer.of(0x04), bytesFrom(`signing:${seed}:${attempt}`)])
    const key = point.toString('base64')
    if (key.includes('+') && key.includes('/')) return key
  }
}

function publicEncryptionKeyFrom(seed: string): string {
  const lines =
    bytesFrom(`encryption:${seed}`)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  const pem = ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n')
  return Buffer.from(pem).toString('base64')
}

/** The service uses local date-times without a zone. */
export function localDateTime(date: Date): string {
  return date.toISOString().replace('Z', '')
}

type StatedFields = Pick<Row, 'createdAt'> & Partial<Pick<Row, 'osVersion' | 'sdkVersion' | 'type'>>

export function rowFrom(userId: string, seed: string, stated: StatedFields): Row {
  return {
    userId,
    sdkCustomerId,
    publicSigningKey: publicSigningKeyFrom(seed),
    publicEncryptionKey: publicEncryptionKeyFrom(seed),
    state: 'ACTIVE',
    ...stated,
  }
}
