import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import type { Authorized } from '../../auth/authorization/authorize'
import { database, type Database } from '../../database/connection'
import { deviceLabels } from '../../database/schema'
import { sealRow } from '../../database/sealed-rows'
import { randomId } from '../../platform/crypto'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { readDevices, type ReadError } from './read-devices'

/** What a person says of a row of unknown kind: it is a phone of theirs, or it isn't. */
export const DEVICE_LABELS = ['mine', 'not-mine'] as const
export type DeviceLabel = (typeof DEVICE_LABELS)[number]

/**
 * Keeps what a person says of one of their rows, after they compared its code with the one on the phone. It changes
 * nothing at the service: it only decides whether the row counts as a phone here.
 * - `kind-known` the row's kind is known already, so no word is needed
 */
export async function labelDevice({
  authorized: { actor, subject },
  deviceId,
  label,
  at,
  deadline,
}: {
  readonly authorized: Authorized<'devices:label:own'>
  readonly deviceId: string
  readonly label: DeviceLabel
  readonly at: Date
  readonly deadline: Deadline
}): Promise<Result<void, ReadError | { readonly code: 'not-found' | 'kind-known' }>> {
  const devices = await readDevices(subject, deadline)
  if (!devices.ok) return devices
  const target = devices.value.find(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const { userId, device } = target
  const { fingerprint, kindSource } = device
  if (kindSource !== 'not-stated' && kindSource !== 'disowned' && kindSource !== 'confirmed')
    return fail({ code: 'kind-known' })
  // Without a code there was nothing to compare.
  if (fingerprint === null) return fail({ code: 'not-found' })
  await database().transaction(async (tx) => {
    if (!(await keepLabel({ userId, deviceId, label, labelledAt: at }, tx))) return
    const event = { type: 'device-labelled', version: 1, detail: { label, fingerprint } } as const
    await recordEvent(event, { actor, correlationId: randomId(), at, userId, deviceId }, tx)
  })
  return succeed(undefined)
}

/** False when it was the label already: saying the same again leaves no second entry. */
async function keepLabel(
  word: Omit<typeof deviceLabels.$inferInsert, 'seal'>,
  tx: Database,
): Promise<boolean> {
  const row = sealRow(deviceLabels, word)
  const kept = await tx
    .insert(deviceLabels)
    .values(row)
    .onConflictDoUpdate({
      target: [deviceLabels.userId, deviceLabels.deviceId],
      set: row,
      setWhere: ne(deviceLabels.label, row.label),
    })
    .returning({ deviceId: deviceLabels.deviceId })
  return kept.length > 0
}

/** Deletes the label of a device that is gone. */
export async function purgeLabel(
  userId: string,
  deviceId: string,
  within: Database,
): Promise<void> {
  await within
    .delete(deviceLabels)
    .where(and(eq(deviceLabels.userId, userId), eq(deviceLabels.deviceId, deviceId)))
}
