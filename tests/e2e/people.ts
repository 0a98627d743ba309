import { backupRow, deviceRow, phoneRow, temporaryRow } from '../builders/rows'

// People of these tests: what they may do, and the lists that they have.

/** A support agent, whom Recognize doesn’t know. */
export const AGENT = { rows: null, claims: { roles: ['support'] } }
export const AUDITOR = { claims: { roles: ['auditor'] } }

export const onePhone = (userId: string) => [phoneRow({ userId })]

export const twoPhones = (userId: string) => [
  phoneRow({ userId }),
  phoneRow({ userId, osVersion: 'Android 15' }),
]

export const twoPhonesAndBackup = (userId: string) => [...twoPhones(userId), backupRow({ userId })]

export const backups = (count: number) => (userId: string) =>
  Array.from({ length: count }, () => backupRow({ userId }))

export const severalKinds = (userId: string) => [
  ...twoPhonesAndBackup(userId),
  temporaryRow({ userId }),
]

/** Six rows, one of each kind and look. */
export const everyKind = (userId: string) => [
  phoneRow({ userId }),
  { ...phoneRow({ userId }), state: 'BLOCKED' },
  backupRow({ userId }),
  temporaryRow({ userId }),
  deviceRow({ userId }),
  { userId },
]
