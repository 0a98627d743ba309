import 'server-only'
import { exportEntries, type ExportFormat } from '../export/export-formats'
import { findEntries, type EntryFilter, type Page, type ListedEntry } from './read-entries'
import { recordEvent } from '../log/audit-log'
import { unlessOutage } from '../../database/outage'
import type { Actor } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { refuseAccess } from '../../auth/authorization/refuse-access'
import { randomId } from '../../platform/crypto'
import { fail, succeed, type Result } from '../../platform/result'

/** `not-allowed` for everybody who is no auditor · `records-down` the trail can't be read, or that it is read not be written. */
export type AuditError = { readonly code: 'not-allowed' | 'records-down' }

/** Pages that follow each other are one reading. */
const ONE_READING_MS = 10 * 60_000

/** The auditor as the trail has them. */
export function recordedAuditor({ issuer, subject }: Pick<Actor, 'issuer' | 'subject'>) {
  return { issuer, subject, role: 'auditor' } as const
}

/** The entries that a filter lets through, newest first, from below `before`. That somebody reads stands in the trail first. */
export async function readAuditLog(
  actor: Actor,
  { filter, before }: { readonly filter: EntryFilter; readonly before: number | null },
  limit: number,
  at: Date,
): Promise<Result<Page<ListedEntry>, AuditError>> {
  if (!can(actor, 'trail:read:any', null)) return refuseAccess(actor, 'trail:read:any', at)
  const page = await unlessOutage(async () => {
    await recordReading(actor, at)
    return findEntries(filter, before, limit)
  }, null)
  return page === null ? fail({ code: 'records-down' }) : succeed(page)
}

async function recordReading(actor: Actor, at: Date): Promise<void> {
  const { issuer, subject } = actor
  const from = new Date(at.getTime() - ONE_READING_MS)
  const said = await findEntries(
    { actor: { issuer, subject }, types: ['trail-read'], from },
    null,
    1,
  )
  if (said.entries.length > 0) return
  const context = { actor: recordedAuditor(actor), correlationId: randomId(), at }
  await recordEvent({ type: 'trail-read', version: 1, detail: {} }, context)
}

/** All entries that a filter lets through, as text piece by piece. Each export stands in the trail, before its first piece. */
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
