import 'server-only'
import type { Actor } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { refuseAccess } from '../../auth/authorization/refuse-access'
import { unlessOutage } from '../../database/outage'
import { randomId } from '../../platform/crypto'
import { fail, succeed, type Result } from '../../platform/result'
import { recordEvent } from '../log/audit-log'
import { recordedAuditor, type AuditError } from '../reading/read-audit-log'
import type { EntryFilter } from '../reading/read-entries'
import { exportEntries, type ExportFormat } from './export-entries'

/** All entries that match a filter, as text piece by piece. Each export is recorded before its first piece. */
export async function exportAuditLog(
  actor: Actor,
  filter: EntryFilter,
  format: ExportFormat,
  at: Date,
): Promise<Result<AsyncGenerator<string, void, undefined>, AuditError>> {
  if (!can(actor, 'trail:export:any', null)) return refuseAccess(actor, 'trail:export:any', at)
  const detail = { format, filter: recordedFilterOf(filter) }
  const context = { actor: recordedAuditor(actor), correlationId: randomId(), at }
  const isRecorded = await unlessOutage(async () => {
    await recordEvent({ type: 'trail-exported', version: 1, detail }, context)
    return true
  }, false)
  return isRecorded ? succeed(exportEntries(filter, format)) : fail({ code: 'records-down' })
}

function recordedFilterOf(filter: EntryFilter) {
  const { actorName, userId, deviceId, types, outcome, from, to } = filter
  return {
    actor: actorName ?? null,
    userId: userId ?? null,
    deviceId: deviceId ?? null,
    types: [...(types ?? [])],
    outcome: outcome ?? null,
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
  }
}
