import 'server-only'
import { and, eq, isNotNull } from 'drizzle-orm'
import { entriesOf } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { deviceIdOf, fingerprintOf } from '../../devices/model/identifiers'
import { rememberReport } from '../../devices/list/report-device'
import { can } from '../../auth/authorization/policy'
import { fail, succeed, type Result } from '../../platform/result'
import { sdkErrorReason, type SdkErrorReason } from '../tracking/sdk-errors'
import {
  changeActivation,
  findOwnActivation,
  activationRecorder,
  type ActivationRow,
  type AppHolder,
} from '../tracking/activation-rows'

/** More says nothing that the first ones don't, and the trail is kept for years. */
const MOST_FAILURES_RECORDED = 20

/** What the app on the phone says of the face check; a key only with `bound`, the SDK's error code only with `failed`. */
export type ProgressReport = {
  readonly event: 'face-check-started' | 'face-check-passed' | 'failed' | 'bound'
  readonly errorCode: number | null
  readonly publicSigningKey: string | null
}

type Progress = { readonly activation: ActivationRow; readonly failure: SdkErrorReason | null }

/**
 * Takes the app's word of how the face check goes; gives the activation as it is then, and why the app could not go on.
 * It is the app's word: whether the phone is there is decided from the service's list. `not-found` when there is no
 * such activation of the holder's own, or its code wasn't redeemed. One that nothing more comes of stays as it is.
 */
export async function reportProgress(
  holder: AppHolder,
  number: string,
  report: ProgressReport,
  at: Date,
): Promise<Result<Progress, { readonly code: 'not-found' }>> {
  const row = await findOwnActivation(holder, number)
  if (!row?.redeemedAt || !can({ ...holder, roles: [] }, 'activations:redeem:own', row))
    return fail({ code: 'not-found' })
  const changed = await database().transaction((tx) => take(row, report, at, tx))
  const activation = changed ?? (await findOwnActivation(holder, number)) ?? row
  await believeLate(activation, report.publicSigningKey, holder, at)
  const { failureCode } = activation
  return succeed({ activation, failure: failureCode === null ? null : sdkErrorReason(failureCode) })
}

async function take(
  row: ActivationRow,
  report: ProgressReport,
  at: Date,
  tx: Database,
): Promise<ActivationRow | null> {
  const isFollowed = and(eq(activations.number, row.number), isNotNull(activations.dueAt))
  const [changed] = await changeActivation(isFollowed, changesBy(report, row, at), tx)
  if (changed && report.event === 'failed' && report.errorCode !== null)
    await recordFailure(changed, report.errorCode, at, tx)
  return changed ?? null
}

async function recordFailure(row: ActivationRow, code: number, at: Date, tx: Database) {
  const entries = await entriesOf([row.number], [row.userId], tx)
  const recorded = entries.filter(({ type }) => type === 'activation-failed').length
  if (recorded >= MOST_FAILURES_RECORDED) return
  await activationRecorder(row, { type: 'activation-failed', version: 1, detail: { code } }, at, {
    tx,
  })
}

function changesBy(
  { event, errorCode, publicSigningKey }: ProgressReport,
  { userId, knownDevices, facePassedAt, purpose, deviceId, ending }: ActivationRow,
  at: Date,
): Parameters<typeof changeActivation>[1] {
  if (event === 'failed') return { failureCode: errorCode, failedAt: at }
  const noFailure = { failureCode: null, failedAt: null }
  if (event === 'face-check-started') return noFailure
  const passed = { ...noFailure, facePassedAt: facePassedAt ?? at }
  // What is taken away after an undo is not for whoever holds that phone to say.
  if (purpose !== 'bind' || ending === 'undone') return passed
  const told = publicSigningKey === null ? null : deviceIdOf(userId, publicSigningKey)
  // What was listed before can't be what is added now: “That wasn’t me” would take it away.
  const isNew = told !== null && !knownDevices.includes(told)
  return { ...passed, dueAt: at, deviceId: isNew ? told : deviceId }
}

/** A key that is told after the list has shown its device already: now it is certain that the device is a phone. */
async function believeLate(
  row: ActivationRow,
  publicSigningKey: string | null,
  { clientId }: AppHolder,
  at: Date,
): Promise<void> {
  const { number, userId, issuer, subject, deviceId, ending } = row
  if (publicSigningKey === null || deviceId === null || ending !== 'listed') return
  if (deviceIdOf(userId, publicSigningKey) !== deviceId) return
  const fingerprint = fingerprintOf(publicSigningKey)
  const context = { actor: { issuer, subject }, correlationId: number, at }
  await rememberReport({ userId, deviceId, fingerprint, clientId }, context)
}
