import 'server-only'
import { and, desc, isNull } from 'drizzle-orm'
import type { RememberedDevice } from '../../audit/events/events'
import { entriesOf } from '../../audit/log/audit-log'
import { database } from '../../database/connection'
import { activations } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'
import type { Account } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import type { Activation } from './activation-state'
import { sdkErrorLabel, sdkErrorReason } from './sdk-errors'
import {
  activationsOf,
  findOwnActivation,
  reportedError,
  type ActivationRow,
} from './activation-rows'

/** An activation of the person’s own as a browser may see it at `at`; null when there is none. */
export async function findActivation({
  authorized: { subject },
  number,
  at,
}: Permitted<'activations:start:own', Account> & {
  readonly number: string
  readonly at: Date
}): Promise<Activation | null> {
  const row = await findOwnActivation(subject, number)
  return row && activationOfRow(row, at)
}

/** The person's newest activation that still goes on; null when there is none. */
export async function latestActivation({
  authorized: { subject },
  at,
}: Permitted<'activations:start:own', Account> & {
  readonly at: Date
}): Promise<Activation | null> {
  const rows = await database()
    .select()
    .from(activations)
    .where(and(activationsOf(subject), isNull(activations.ending)))
    .orderBy(desc(activations.createdAt))
  const { issuer, subject: ownSubject } = subject
  const [row] = believedRows(activations, rows, { issuer, subject: ownSubject })
  return row && !isPast(row, at) ? activationOfRow(row, at) : null
}

/** A row as a browser may see it. An expired code shows at once, before the worker has ended the activation. */
export async function activationOfRow(row: ActivationRow, at: Date): Promise<Activation> {
  const { failedAt, deviceId } = row
  const error = reportedError(row)
  const isExpired = row.ending === null && isPast(row, at)
  const device = row.ending === null || deviceId === null ? null : await rememberedDeviceOf(row)
  return {
    number: row.number,
    purpose: row.purpose,
    startedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    openedAt: iso(row.openedAt),
    redeemedAt: iso(row.redeemedAt),
    facePassedAt: iso(row.facePassedAt),
    failure:
      error === null || failedAt === null
        ? null
        : { reason: sdkErrorReason(error), code: sdkErrorLabel(error), at: failedAt.toISOString() },
    ending: isExpired ? 'expired' : row.ending,
    endedAt: iso(isExpired ? row.expiresAt : row.endedAt),
    device: device && deviceId !== null ? { ...device, id: deviceId } : null,
    undoReceipt: row.undoReceipt,
    usesBackup: await startsFromBackup(row),
    backupDestroyed: row.ending === 'undone' && (await hasDestroyedBackup(row)),
    version: row.version,
  }
}

/** The phone that came of an activation, as the audit log remembers it from when it was listed. */
export async function rememberedDeviceOf({
  number,
  userId,
}: Pick<ActivationRow, 'number' | 'userId'>): Promise<RememberedDevice | null> {
  const entries = await entriesOf([number], [userId])
  const devices = entries.map((entry) =>
    entry.type === 'activation-ended' ? entry.detail.device : null,
  )
  return devices.findLast((device) => device !== null) ?? null
}

async function startsFromBackup({ number, userId, purpose }: ActivationRow): Promise<boolean> {
  if (purpose !== 'bind') return false
  const entries = await entriesOf([number], [userId])
  return entries.some(
    (entry) => entry.type === 'activation-started' && entry.detail.state === 'backup',
  )
}

/** Whether the undo of an activation has destroyed the backup that was handed out. */
async function hasDestroyedBackup({ number, userId }: ActivationRow): Promise<boolean> {
  const entries = await entriesOf([number], [userId])
  return entries.some(
    (entry) => entry.type === 'client-state-destroyed' && entry.detail.why === 'undone',
  )
}

function isPast({ redeemedAt, expiresAt }: ActivationRow, at: Date): boolean {
  return redeemedAt === null && expiresAt <= at
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null
}
