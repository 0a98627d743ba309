import 'server-only'
import { findEntries, type EntryFilter, type Page, type ListedEntry } from './read-entries'
import { recordEvent } from '../log/audit-log'
import { unlessOutage } from '../../database/outage'
import type { Actor } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { refuseAccess } from '../../auth/authorization/refuse-access'
import { randomId } from '../../platform/crypto'
import { fail, succeed, type Result } from '../../platform/result'

/** `not-allowed` the actor is no auditor · `records-down` the audit log can't be read, or the reading can't be recorded. */
export type AuditError = { readonly code: 'not-allowed' | 'records-down' }

/** Pages that are read within this time are one reading. */
const ONE_READING_MS = 10 * 60_000

/** The auditor as entries name them. */
export function recordedAuditor({ issuer, subject }: Pick<Actor, 'issuer' | 'subject'>) {
  return { issuer, subject, role: 'auditor' } as const
}

/** The entries that match a filter, newest first, with numbers below `before`. The reading itself is recorded first. */
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
  const filter = { actor: { issuer, subject }, types: ['trail-read'], from }
  const said = await findEntries(filter, null, 1)
  if (said.entries.length > 0) return
  const context = { actor: recordedAuditor(actor), correlationId: randomId(), at }
  await recordEvent({ type: 'trail-read', version: 1, detail: {} }, context)
}
