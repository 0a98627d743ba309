import 'server-only'
import { and, eq, lte } from 'drizzle-orm'
import { recordEvent, type EntryContext } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { reportedDevices } from '../../database/schema'
import { believedRows, sealRow } from '../../database/sealed-rows'
import type { Actor, Subject } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { randomId } from '../../platform/crypto'
import type { CallTime } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { RecognizeError } from '../../recognize/errors'
import { deviceIdOf, fingerprintOf } from '../model/identifiers'
import { readDevices } from './read-devices'

/** An app reports whenever it is opened. The portal keeps the time to the minute, which is enough. */
const WRITTEN_EVERY_MS = 60_000

/** What an app tells of the device that it runs on. */
export type DeviceReport = {
  readonly userId: string
  readonly publicSigningKey: string
  /** The OpenID client that the app is. */
  readonly clientId: string
}

/**
 * Why a report was refused. Nothing is kept then.
 * - `not-allowed` the user is not one of the subject's own, known or not
 * - `not-listed` the service lists no such key for that user
 */
export type ReportError = RecognizeError | { readonly code: 'not-allowed' | 'not-listed' }

/** Takes the report of a person’s app that it runs on a device that the service lists; gives the device. */
export async function reportDevice({
  authorized: { actor, subject },
  report: { userId, publicSigningKey, clientId },
  at,
  deadline,
}: Permitted<'devices:report:own', Subject, Pick<Actor, 'issuer' | 'subject' | 'roles'>> &
  CallTime & { readonly report: DeviceReport }): Promise<
  Result<{ readonly deviceId: string }, ReportError>
> {
  if (!subject.userIds.includes(userId)) return fail({ code: 'not-allowed' })
  const devices = await readDevices({ userIds: [userId] }, deadline)
  if (!devices.ok)
    return fail(devices.error.code === 'identity-unknown' ? { code: 'not-listed' } : devices.error)
  const deviceId = deviceIdOf(userId, publicSigningKey)
  if (!devices.value.some(({ device }) => device.id === deviceId))
    return fail({ code: 'not-listed' })
  const reported = { userId, deviceId, fingerprint: fingerprintOf(publicSigningKey), clientId }
  await rememberReport(reported, { actor, correlationId: randomId(), at })
  return succeed({ deviceId })
}

/** Keeps when the app on a listed device reported, to the minute. The audit log has the first report alone. */
export async function rememberReport(
  report: { userId: string; deviceId: string; fingerprint: string; clientId: string },
  context: Pick<EntryContext, 'actor' | 'correlationId' | 'at'>,
  within: Database = database(),
): Promise<void> {
  const { userId, deviceId, fingerprint, clientId } = report
  const { at } = context
  const isOfDevice = and(eq(reportedDevices.userId, userId), eq(reportedDevices.deviceId, deviceId))
  const isOld = lte(reportedDevices.lastSeenAt, new Date(at.getTime() - WRITTEN_EVERY_MS))
  const known = await within
    .update(reportedDevices)
    .set({ lastSeenAt: at })
    .where(and(isOfDevice, isOld))
    .returning()
  if (believedRows(reportedDevices, known, { userId, deviceId }).length > 0) return
  await within.transaction(async (tx) => {
    // What this app proves now stands in place of a row that somebody else has written.
    if (known.length > 0) await tx.delete(reportedDevices).where(isOfDevice)
    const row = { userId, deviceId, firstSeenAt: at, lastSeenAt: at }
    const added = await tx
      .insert(reportedDevices)
      .values(sealRow(reportedDevices, row))
      .onConflictDoNothing()
      .returning({ deviceId: reportedDevices.deviceId })
    if (added.length === 0) return
    const detail = { fingerprint, clientId }
    const event = { type: 'device-reported', version: 1, detail } as const
    await recordEvent(event, { ...context, userId, deviceId }, tx)
  })
}
