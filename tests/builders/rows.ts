import { randomBytes } from 'node:crypto'
import type { Row } from '@/sandbox/rows'

/** A Recognize user ID nobody else has. */
export function newUserId(): string {
  return randomBytes(32).toString('hex').toUpperCase()
}

/** A public signing key nobody else has, shaped like an uncompressed P-256 point: 65 bytes that begin with 0x04. */
export function newSigningKey(): string {
  return Buffer.concat([Buffer.of(0x04), randomBytes(64)]).toString('base64')
}

type RowOverrides = Pick<Row, 'userId'> & Partial<Row>

/** A device row exactly as the service sends it. States no type and no versions unless told. */
export function deviceRow(overrides: RowOverrides): Row {
  return {
    sdkCustomerId: 1042,
    publicSigningKey: newSigningKey(),
    publicEncryptionKey: randomBytes(96).toString('base64'),
    state: 'ACTIVE',
    createdAt: '2025-01-15T09:00:00.000',
    ...overrides,
  }
}

/** The row of an app on a phone. */
export function phoneRow(overrides: RowOverrides): Row {
  return deviceRow({ osVersion: 'iOS 17.4', sdkVersion: '5.3.0', type: 'SDK', ...overrides })
}

/** One phone and nothing else, for whomever it is. */
export const onePhone = (userId: string): Row[] => [phoneRow({ userId })]

/** Phones with these keys and nothing else, for whomever they are. */
export const phones =
  (...keys: readonly string[]) =>
  (userId: string): Row[] =>
    keys.map((publicSigningKey) => phoneRow({ userId, publicSigningKey }))

/** The row of a client state kept for recovery. */
export function backupRow(overrides: RowOverrides): Row {
  return deviceRow({ type: 'BACKUP', ...overrides })
}

/** The row of a client state left over from a flow. */
export function temporaryRow(overrides: RowOverrides): Row {
  return deviceRow({ type: 'TEMPORARY', ...overrides })
}
