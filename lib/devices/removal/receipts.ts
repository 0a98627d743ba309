import 'server-only'
import { entriesOf, removalEntries, type AuditEntry } from '../../audit/log/audit-log'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { isReferenceCode } from '../../platform/reference-code'
import { isOver, type Receipt, type ReceiptState } from './receipt-state'

/** More than a clean-up of all places of one identity leaves behind. */
const ENTRIES_READ = 500

/** The receipt of a removal of the subject's own; null when there is none, or when it is somebody else's. */
export async function findReceipt(
  actor: Actor,
  subject: Subject,
  number: string,
): Promise<Receipt | null> {
  if (!isReferenceCode(number)) return null
  const [receipt] = await findReceipts(actor, subject, [number])
  return receipt ?? null
}

/** The receipts of those removals that are the subject's own, in the order they were asked for. */
export async function findReceipts(
  actor: Actor,
  subject: Subject,
  numbers: readonly string[],
): Promise<Receipt[]> {
  if (!can(actor, 'devices:list:own', subject)) return []
  return receiptsFrom(await entriesOf(numbers, subject.userIds))
}

/** The newest receipts of the subject, newest first. */
export async function latestReceipts(subject: Pick<Subject, 'userIds'>): Promise<Receipt[]> {
  return receiptsFrom(await removalEntries(subject.userIds, ENTRIES_READ))
}

/** Puts intents, or what was held, together with what became of them; in the order given of what was first asked for. */
export function receiptsFrom(entries: readonly AuditEntry[]): Receipt[] {
  const asked = entries.filter(({ type }) => type === 'removal-held' || type === 'removal-intended')
  const numbers = new Set(asked.map(({ correlationId }) => correlationId))
  return [...numbers].flatMap((number) => {
    const own = entries.filter(({ correlationId }) => correlationId === number)
    const receipt = receiptFrom(own.toSorted((a, b) => a.at.getTime() - b.at.getTime()))
    return receipt ? [receipt] : []
  })
}

/** The receipt of one removal from its entries, oldest first. */
function receiptFrom(entries: readonly AuditEntry[]): Receipt | null {
  const held = entries.find((entry) => entry.type === 'removal-held')
  const asked = held ?? entries.find((entry) => entry.type === 'removal-intended')
  const [latest] = entries
    .map((entry) => ({ entry, ...stageOf(entry) }))
    .toSorted((a, b) => b.stage - a.stage || b.entry.at.getTime() - a.entry.at.getTime())
  if (!asked || asked.deviceId === null || !latest?.state) return null
  const { entry, state } = latest
  return {
    number: asked.correlationId,
    deviceId: asked.deviceId,
    device: asked.detail.device,
    reason: asked.detail.reason,
    by: entries.some(({ type }) => type === 'removal-by-support') ? 'support' : 'person',
    state,
    at: entry.at.toISOString(),
    until: held?.detail.until ?? null,
    guard: entry.type === 'removal-refused' ? entry.detail.guard : null,
    cleanUp: held?.detail.cleanUp ?? null,
  }
}

/** How far an entry shows its removal to be: what was decided later wins over the clock, which may be set back. */
function stageOf(entry: AuditEntry): {
  readonly stage: number
  readonly state: ReceiptState | null
} {
  switch (entry.type) {
    case 'removal-held':
      return { stage: 1, state: 'held' }
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
