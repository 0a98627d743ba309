import 'server-only'
import { isNotNull } from 'drizzle-orm'
import { entriesOf } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { deviceIdOf, fingerprintOf } from '../../devices/model/identifiers'
import { rememberReport } from '../../devices/list/report-device'
import { can } from '../../auth/authorization/policy'
import { fail, succeed, type Result } from '../../platform/result'
import type { SdkErrorReason } from '../tracking/sdk-error-reasons'
import { sdkErrorReason, type SdkError } from '../tracking/sdk-errors'
import {
  changeActivation,
  findOwnActivation,
  NO_FAILURE,
  recordActivationEvent,
  reportedError,
  type ActivationRow,
  type AppHolder,
} from '../tracking/activation-rows'

/** More failures say nothing new, and the audit log is kept for years. */
const MOST_FAILURES_RECORDED = 20

/** What the app on the phone says of the face check; a key only with `bound`, the SDK's error only with `failed`. */
export type ProgressReport = {
  readonly event: 'face-check-started' | 'face-check-passed' | 'failed' | 'bound'
  /** The code, or the name of the error. */
  readonly errorCode: number | string | null
  /** The error model that the app named. */
  readonly errorModel?: string | null
  readonly publicSigningKey: string | null
}

type Progress = { readonly activation: ActivationRow; readonly failure: SdkErrorReason | null }

/** Notes the app’s report of the face check. Only the service’s list decides whether the phone is there. */
export async function reportProgress({
  holder,
  number,
  report,
  at,
}: {
  readonly holder: AppHolder
  readonly number: string
  readonly report: ProgressReport
  readonly at: Date
}): Promise<Result<Progress, { readonly code: 'not-found' }>> {
  const row = await findOwnActivation(holder, number)
  if (!row?.redeemedAt || !can({ ...holder, roles: [] }, 'activations:redeem:own', row))
    return fail({ code: 'not-found' })
  const changed = await database().transaction((tx) => noteProgress(row, report, at, tx))
  const activation = changed ?? (await findOwnActivation(holder, number)) ?? row
  await rememberLateReport(activation, report.publicSigningKey, holder, at)
  const error = reportedError(activation)
  return succeed({ activation, failure: error && sdkErrorReason(error) })
}

async function noteProgress(
  row: ActivationRow,
  report: ProgressReport,
  at: Date,
  tx: Database,
): Promise<ActivationRow | null> {
  const { number, issuer, subject } = row
  const isFollowed = isNotNull(activations.dueAt)
  const changes = changesBy(report, row, at)
  const [changed] = await changeActivation({ number, issuer, subject }, isFollowed, changes, tx)
  const error = errorOf(report)
  if (changed && error !== null) await recordFailure(changed, error, at, tx)
  return changed ?? null
}

function errorOf({ event, errorCode, errorModel = null }: ProgressReport): SdkError | null {
  if (event !== 'failed' || errorCode === null) return null
  return { code: String(errorCode), model: errorModel }
}

async function recordFailure(row: ActivationRow, detail: SdkError, at: Date, tx: Database) {
  const entries = await entriesOf([row.number], [row.userId], tx)
  const recorded = entries.filter(({ type }) => type === 'activation-failed').length
  if (recorded >= MOST_FAILURES_RECORDED) return
  const event = { type: 'activation-failed', version: 2, detail } as const
  await recordActivationEvent(row, event, at, { tx })
}

function changesBy(
  report: ProgressReport,
  { userId, knownDevices, facePassedAt, purpose, deviceId, ending }: ActivationRow,
  at: Date,
): Parameters<typeof changeActivation>[2] {
  const { event, publicSigningKey } = report
  if (event === 'failed') {
    const { code = null, model = null } = errorOf(report) ?? {}
    return { failureCode: code, failureModel: model, failedAt: at }
  }
  if (event === 'face-check-started') return NO_FAILURE
  const passed = { ...NO_FAILURE, facePassedAt: facePassedAt ?? at }
  // After an undo, the app of that phone has no say in which phone is removed.
  if (purpose !== 'bind' || ending === 'undone') return passed
  const reported = publicSigningKey === null ? null : deviceIdOf(userId, publicSigningKey)
  // A device that was listed before can't be the new phone: an undo would remove it.
  const isNew = reported !== null && !knownDevices.includes(reported)
  return { ...passed, dueAt: at, deviceId: isNew ? reported : deviceId }
}

/** The app tells its key after the list has shown the device: now it is certain that the device is a phone. */
async function rememberLateReport(
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
