import 'server-only'
import {
  auditEvent,
  type AuditEvent,
  type RecordedReason,
  type RememberedDevice,
} from '../events/events'
import { personEntries, type Page, type PersonEntry } from './read-entries'
import { entriesOf, type AuditEntry } from '../log/audit-log'
import { unlessOutage } from '../../database/outage'
import { isReferenceCode } from '../../platform/reference-code'
import type { Actor, KnownAccount } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import type { Session } from '../../auth/sessions/session'
import { recordedSubject, type SubjectError } from '../../auth/sessions/own-subject'
import type { Deadline } from '../../platform/deadline'

/** An entry as the person may read it. It stays on the server, because an event holds more than is shown. */
export type OwnEntry = Pick<PersonEntry, 'id' | 'type' | 'outcome' | 'by'> & {
  /** When it was written; ISO 8601, UTC. */
  readonly at: string
  /** Null if it is of a newer version than this one. */
  readonly event: AuditEvent | null
  readonly device: RememberedDevice | null
  readonly fingerprint: string | null
  readonly reason: RecordedReason | null
  /** The receipt of the removal that it belongs to. */
  readonly receipt: string | null
}

/** The subject of the person’s own history; `missing` says why it covers their sessions alone. */
export async function historySubject(
  session: Session,
  at: Date,
  deadline: Deadline,
): Promise<{ readonly subject: KnownAccount; readonly missing: SubjectError | null }> {
  const { issuer, subject } = session
  const own = await recordedSubject(session, at, deadline)
  return own.ok
    ? { subject: own.value, missing: null }
    : { subject: { issuer, subject, userIds: [] }, missing: own.error }
}

/** A person's own history, newest first, with numbers below `cursor`; null while the audit log can't be read. */
export async function ownHistory(
  actor: Actor,
  subject: KnownAccount,
  cursor: number | null,
  limit: number,
): Promise<Page<OwnEntry> | null> {
  if (!can(actor, 'history:read:own', subject)) return { entries: [], next: null }
  return unlessOutage(() => readPage(subject, cursor, limit), null)
}

/** The history of the devices of some Recognize users, newest first, without anybody’s sessions. */
export async function devicesHistory(
  userIds: readonly string[],
  limit: number,
): Promise<readonly OwnEntry[]> {
  const { entries } = await readPage({ issuer: '', subject: '', userIds }, null, limit)
  return entries
}

const FILE_PAGE = 500

/** All of a person's own history, newest first, page by page. A page is read only when the one before it was taken. */
export async function* allOwnHistory(
  actor: Actor,
  subject: KnownAccount,
): AsyncGenerator<readonly OwnEntry[], void, undefined> {
  if (!can(actor, 'history:read:own', subject)) return
  for (let cursor: number | null = null; ;) {
    const page = await readPage(subject, cursor, FILE_PAGE)
    yield page.entries
    if (page.next === null) return
    cursor = page.next
  }
}

async function readPage(
  subject: KnownAccount,
  cursor: number | null,
  limit: number,
): Promise<Page<OwnEntry>> {
  const { entries, next } = await personEntries(subject, cursor, limit)
  const shown = entries.filter((entry) => !isUnknownCode(entry))
  const numbers = shown.filter(({ userId }) => userId !== null).map((entry) => entry.correlationId)
  const undertakings = await undertakingsOf([...new Set(numbers)], subject.userIds)
  return { entries: shown.map((entry) => ownEntryOf(entry, undertakings)), next }
}

/** A refused code of no activation: another person’s code, which leaves no entry there, must look the same. */
function isUnknownCode({ type, userId }: PersonEntry): boolean {
  return type === 'activation-refused' && userId === null
}

/** The facts of one removal, gathered from its entries: most of them name neither device nor reason. */
type Undertaking = Pick<OwnEntry, 'device' | 'reason' | 'receipt'>

async function undertakingsOf(
  numbers: readonly string[],
  userIds: readonly string[],
): Promise<ReadonlyMap<string, Undertaking>> {
  const removals = new Map<string, Undertaking>()
  if (numbers.length === 0) return removals
  for (const { type, detail, correlationId } of await entriesOf(numbers, userIds)) {
    if (type !== 'removal-held' && type !== 'removal-intended') continue
    const receipt = isReferenceCode(correlationId) ? correlationId : null
    removals.set(correlationId, { device: detail.device, reason: detail.reason, receipt })
  }
  return removals
}

const NOTHING: Undertaking = { device: null, reason: null, receipt: null }

function ownEntryOf(entry: PersonEntry, undertakings: ReadonlyMap<string, Undertaking>): OwnEntry {
  const { id, type, outcome, by, recordedAt, correlationId } = entry
  const parsed = auditEvent.safeParse(entry)
  const event = parsed.success ? parsed.data : null
  const undertaking = undertakings.get(correlationId) ?? NOTHING
  const { device = undertaking.device, reason = undertaking.reason } = event ? factsOf(event) : {}
  const fingerprint = event?.type === 'device-reported' ? event.detail.fingerprint : null
  return {
    ...{ id, type, outcome, by, event, device, reason, receipt: undertaking.receipt },
    at: recordedAt.toISOString(),
    fingerprint: device?.fingerprint ?? fingerprint,
  }
}

function factsOf({ detail }: Pick<AuditEntry, 'detail'>): Partial<Undertaking> {
  return {
    ...('device' in detail && detail.device !== null ? { device: detail.device } : {}),
    ...('reason' in detail ? { reason: detail.reason } : {}),
  }
}
