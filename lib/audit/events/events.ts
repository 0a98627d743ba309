import { z } from 'zod'
import { AUDIT_EVENTS } from './auditor-events'
import {
  defineEvent,
  recordedGuard,
  recordedState,
  rememberedDevice,
  removalReason,
} from './recorded-shapes'
import { SIGN_IN_EVENTS } from './sign-in-events'
import { SUPPORT_EVENTS } from './support-events'

export type { RecordedReason, RememberedDevice } from './recorded-shapes'

// The closed list of events of the audit log. Entries are kept for years, so their shapes are their own: a change to one is
// a new `version`, and old versions stay readable, whatever types the use cases have by then. The strings of types are
// recorded and exported, so they stay as they are (`removal-held`, `trail-read`), also where the code has other words.
// A new event is added here, in eventOutcome below, and in components/audit/entry-text.ts.

/** How a removal ended. It is decided from the service's list, not from the answer to the DELETE. */
export const REMOVAL_OUTCOMES = [
  'confirmed',
  'not-yet-confirmed',
  'already-gone',
  'refused-by-service',
  'not-sent',
  'unknown',
] as const
export type RemovalOutcome = (typeof REMOVAL_OUTCOMES)[number]

const stateKind = z.enum(['backup', 'temporary'])

export const auditEvent = z.discriminatedUnion('type', [
  ...SUPPORT_EVENTS,
  ...AUDIT_EVENTS,
  ...SIGN_IN_EVENTS,
  defineEvent('signed-in', {}),
  defineEvent('signed-out', {}),
  defineEvent('other-sign-ins-ended', {}),
  /** Sessions of the actor were revoked: by themselves in another session, by the provider, or by an operator. */
  defineEvent('sign-in-ended', {
    by: z.enum(['self', 'provider', 'operator']),
    signIns: z.number().int().min(0),
  }),
  /** An operator revoked all sessions of all people. */
  defineEvent('all-sign-ins-ended', { signIns: z.number().int().min(0) }),
  defineEvent('removal-intended', { reason: removalReason, device: rememberedDevice }),
  defineEvent('removal-finished', { outcome: z.enum(REMOVAL_OUTCOMES) }),
  /** A removal was scheduled, so that it can be undone. `cleanUp` is the clean-up that it is part of. */
  defineEvent('removal-held', {
    reason: removalReason,
    device: rememberedDevice,
    until: z.iso.datetime(),
    cleanUp: z.string().nullable(),
    /** Whether it waits for the service to answer again. Entries before this was possible don't say. */
    waitsForService: z.boolean().optional(),
  }),
  /** A scheduled removal will not be carried out: it was undone, an urgent one replaced it, or its clean-up stopped. */
  defineEvent('removal-cancelled', { why: z.enum(['undone', 'overtaken', 'clean-up-stopped']) }),
  /** A scheduled removal could not be carried out; the service was not asked. */
  defineEvent('removal-abandoned', {
    why: z.enum(['service-down', 'not-removable', 'role-withdrawn']),
  }),
  defineEvent('removal-refused', {
    reason: removalReason,
    guard: recordedGuard,
    device: rememberedDevice,
  }),
  /** A client state was put into the vault. Its content is never recorded. */
  defineEvent('client-state-stored', {
    id: z.string(),
    kind: stateKind,
    madeBy: z.enum(['app', 'idv-bridge', 'import']),
    clientId: z.string(),
  }),
  defineEvent('client-state-destroyed', {
    id: z.string(),
    kind: stateKind,
    why: z.enum(['redeemed', 'expired', 'device-removed', 'replaced', 'undone']),
  }),
  defineEvent('activation-started', {
    purpose: z.enum(['bind', 'make-state']),
    state: stateKind.nullable(),
  }),
  defineEvent('activation-redeemed', { clientId: z.string() }),
  /** A code was not accepted. The sender was not told why. */
  defineEvent('activation-refused', {
    why: z.enum(['malformed', 'unknown', 'foreign', 'used', 'expired', 'ended', 'state-gone']),
    clientId: z.string(),
  }),
  /** The app reported a failed face check: the SDK's code or name, and the model that the app named. Version 1: the code alone. */
  z.object({
    type: z.literal('activation-failed'),
    version: z.union([z.literal(1), z.literal(2)]),
    detail: z.union([
      z.object({ code: z.string(), model: z.string().nullable() }),
      z.object({ code: z.number().int() }),
    ]),
  }),
  defineEvent('activation-ended', {
    ending: z.enum(['listed', 'stored', 'expired', 'cancelled', 'superseded', 'unseen', 'undone']),
    device: rememberedDevice.nullable(),
  }),
  /** A running app reported its own key for the first time. */
  defineEvent('device-reported', { fingerprint: z.string(), clientId: z.string() }),
  defineEvent('device-renamed', { named: z.boolean() }),
  /** A person said of a row of unknown kind that it is a phone of theirs, or isn't. */
  defineEvent('device-labelled', { label: z.enum(['mine', 'not-mine']), fingerprint: z.string() }),
  /** The service lists a device that was not listed before, and nothing was done for it in the portal. */
  defineEvent('device-appeared', { device: rememberedDevice }),
  /** A device is no longer listed, and it was not removed through the portal. */
  defineEvent('device-vanished', { device: rememberedDevice }),
  /** The service lists a device again whose removal was confirmed at `removedAt`. */
  defineEvent('device-came-back', { device: rememberedDevice, removedAt: z.iso.datetime() }),
  /** The service's word for a device changed, and nothing was done for it in the portal. Null: it is usable. */
  defineEvent('device-changed', {
    device: rememberedDevice,
    from: recordedState,
    to: recordedState,
  }),
  /** The person behind an actor was erased. */
  defineEvent('person-erased', { erased: z.string() }),
])

export type AuditEvent = z.infer<typeof auditEvent>
export type AuditEventType = AuditEvent['type']

/** Every event type of this version. */
export const EVENT_TYPES: readonly AuditEventType[] = auditEvent.options.map(
  ({ shape }) => shape.type.value,
)

/** The roles in which an actor acts. */
export type ActorRole = 'person' | 'support' | 'auditor' | 'app' | 'system'

/**
 * The outcome of an entry. It is stored with the entry, so that a filter can find it.
 * - `done` it happened; `open` it has started
 * - `refused` a rule, or the service, did not allow it
 * - `failed` it did not happen, or the result isn't known
 */
export const OUTCOMES = ['done', 'open', 'refused', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** The outcome of an event. */
export function eventOutcome(event: AuditEvent): Outcome {
  switch (event.type) {
    case 'removal-intended':
    case 'removal-held':
    case 'activation-started':
    case 'approval-requested':
      return 'open'
    case 'removal-refused':
    case 'activation-refused':
    case 'access-refused':
    case 'sign-in-refused':
    case 'limit-reached':
      return 'refused'
    case 'removal-abandoned':
    case 'activation-failed':
    case 'approval-failed':
    // The removal did not last.
    case 'device-came-back':
    case 'row-tampered':
    case 'retention-stopped':
      return 'failed'
    case 'removal-finished':
      return REMOVAL_RESULTS[event.detail.outcome]
    case 'activation-ended':
      return /^(expired|unseen)$/.test(event.detail.ending) ? 'failed' : 'done'
    case 'approval-decided':
      return event.detail.decision === 'declined' ? 'refused' : 'done'
    case 'trail-verified':
      return event.detail.findings === 0 ? 'done' : 'failed'
    case 'person-looked-up':
      return LOOK_UP_RESULTS[event.detail.outcome]
    default:
      return 'done'
  }
}

const REMOVAL_RESULTS = {
  confirmed: 'done',
  'already-gone': 'done',
  'not-yet-confirmed': 'open',
  'refused-by-service': 'refused',
  'not-sent': 'failed',
  unknown: 'failed',
} as const satisfies Record<RemovalOutcome, Outcome>

const LOOK_UP_RESULTS = {
  answered: 'done',
  limited: 'refused',
  failed: 'failed',
} as const satisfies Record<
  Extract<AuditEvent, { type: 'person-looked-up' }>['detail']['outcome'],
  Outcome
>
