import 'server-only'
import { entriesOf, removalEntries, type AuditEntry } from '../../audit/log/audit-log'
import type { Subject } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import type { ListAction } from '../../auth/authorization/policy'
import { isReferenceCode } from '../../platform/reference-code'
import { isOver, type Receipt, type ReceiptState } from './receipt-state'

// A receipt is not stored. It is what the audit log says of one removal.

/** More than a clean-up of all places of one identity leaves behind. */
const ENTRIES_READ = 500

/** The receipt of one removal. Null when there is none, or when it belongs to another person. */
export async function findReceipt({
  authorized,
  referenceCode,
}: Permitted<ListAction> & { readonly referenceCode: string }): Promise<Receipt | null> {
  if (!isReferenceCode(referenceCode)) return null
  const [receipt] = await findReceipts({ authorized, referenceCodes: [referenceCode] })
  return receipt ?? null
}

/** The receipts with these codes, of the subject alone, in the order they were asked for. */
export async function findReceipts({
  authorized: { subject },
  referenceCodes,
}: Permitted<ListAction> & { readonly referenceCodes: readonly string[] }): Promise<Receipt[]> {
  return receiptsFrom(await entriesOf(referenceCodes, subject.userIds))
}

/** The latest receipts of a person, newest first. */
export async function latestReceipts(subject: Pick<Subject, 'userIds'>): Promise<Receipt[]> {
  return receiptsFrom(await removalEntries(subject.userIds, ENTRIES_READ))
}

/** Joins each request for a removal with its outcome, in the order of the requests. */
export function receiptsFrom(entries: readonly AuditEntry[]): Receipt[] {
  const asked = entries.filter(({ type }) => type === 'removal-held' || type === 'removal-intended')
  const codes = new Set(asked.map(({ correlationId }) => correlationId))
  return [...codes].flatMap((code) => {
    const own = entries.filter(({ correlationId }) => correlationId === code)
    const receipt = receiptFrom(own.toSorted((a, b) => a.at.getTime() - b.at.getTime()))
    return receipt ? [receipt] : []
  })
}

/** The receipt of one removal from its entries, oldest first. */
function receiptFrom(entries: readonly AuditEntry[]): Receipt | null {
  const scheduled = entries.find((entry) => entry.type === 'removal-held')
  const asked = scheduled ?? entries.find((entry) => entry.type === 'removal-intended')
  const [latest] = entries
    .map((entry) => ({ entry, ...stageOf(entry) }))
    .toSorted((a, b) => b.stage - a.stage || b.entry.at.getTime() - a.entry.at.getTime())
  if (!asked || asked.deviceId === null || !latest?.state) return null
  const { entry, state } = latest
  return {
    referenceCode: asked.correlationId,
    deviceId: asked.deviceId,
    device: asked.detail.device,
    reason: asked.detail.reason,
    by: entries.some(({ type }) => type === 'removal-by-support') ? 'support' : 'person',
    state,
    at: entry.at.toISOString(),
    until: scheduled?.detail.until ?? null,
    waitsForService: scheduled?.detail.waitsForService ?? false,
    guard: entry.type === 'removal-refused' ? entry.detail.guard : null,
    cleanUp: scheduled?.detail.cleanUp ?? null,
  }
}

/** How far an entry shows its removal to be. A later stage wins over a later time, because clocks may be set back. */
function stageOf(entry: AuditEntry): {
  readonly stage: number
  readonly state: ReceiptState | null
} {
  switch (entry.type) {
    // The audit log's name for a scheduled removal: exported files and older entries have it.
    case 'removal-held':
      return { stage: 1, state: 'scheduled' }
    case 'removal-intended':
      return { stage: 2, state: 'running' }
    case 'removal-finished': {
      const { outcome } = entry.detail
      return { stage: isOver(outcome) ? 4 : 3, state: outcome }
    }
    case 'removal-refused':
      return { stage: 4, state: 'kept' }
    case 'removal-abandoned':
      return { stage: 4, state: 'abandoned' }
    case 'removal-cancelled':
      return { stage: 4, state: CANCELLED[entry.detail.why] }
    default:
      return { stage: 0, state: null }
  }
}

const CANCELLED = {
  undone: 'cancelled',
  overtaken: 'overtaken',
  'clean-up-stopped': 'stopped',
} as const
