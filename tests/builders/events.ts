import { REMOVAL_OUTCOMES, type AuditEvent } from '@/lib/audit/events/events'
import { STOP_REASONS } from '@/lib/audit/events/auditor-events'
import { SIGN_IN_REFUSALS } from '@/lib/audit/events/sign-in-events'
import { AGENT_ALARMS, END_REASONS } from '@/lib/audit/events/support-events'
import { REMOVAL_REASONS } from '@/lib/devices/model/safeguards'

/** Text that a chain, a database or a file may trip over. */
const STRANGE = "the app “beta” \\ ' ; -- 📱"

const device = {
  fingerprint: 'ABCD-2345',
  kind: 'phone',
  kindSource: 'confirmed',
  osVersion: 'iOS 17.4',
  addedAt: null,
} as const

const onCall = { reason: 'lost', ticket: '=INC 4711', callerCheck: 'agents-word' } as const

/** At least one event of every type, and of every value that a type closes over. */
export const EVENTS: AuditEvent[] = [
  { type: 'signed-in', version: 1, detail: {} },
  { type: 'signed-out', version: 1, detail: {} },
  ...SIGN_IN_REFUSALS.map((why): AuditEvent => ({
    type: 'sign-in-refused',
    version: 1,
    detail: { why },
  })),
  { type: 'other-sign-ins-ended', version: 1, detail: {} },
  ...(['self', 'provider', 'operator'] as const).map((by): AuditEvent => ({
    type: 'sign-in-ended',
    version: 1,
    detail: { by, signIns: 2 },
  })),
  { type: 'all-sign-ins-ended', version: 1, detail: { signIns: 12_431 } },
  ...END_REASONS.map((why): AuditEvent => ({
    type: 'sign-ins-ended-by-support',
    version: 1,
    detail: { why, ticket: '=INC 4711', callerCheck: 'agents-word', signIns: 1 },
  })),
  { type: 'device-renamed', version: 1, detail: { named: true } },
  { type: 'device-labelled', version: 1, detail: { label: 'mine', fingerprint: 'ABCD-2345' } },
  { type: 'device-appeared', version: 1, detail: { device } },
  { type: 'device-vanished', version: 1, detail: { device } },
  {
    type: 'device-came-back',
    version: 1,
    detail: { device, removedAt: '2026-01-01T12:01:00.123Z' },
  },
  ...[null, 'BLOCKED'].map((to): AuditEvent => ({
    type: 'device-changed',
    version: 1,
    detail: { device, from: to === null ? 'BLOCKED' : null, to },
  })),
  ...REMOVAL_REASONS.map((reason): AuditEvent => ({
    type: 'removal-intended',
    version: 1,
    detail: { reason, device },
  })),
  ...REMOVAL_OUTCOMES.map((outcome): AuditEvent => ({
    type: 'removal-finished',
    version: 1,
    detail: { outcome },
  })),
  ...[null, 'ABCD'].map((cleanUp): AuditEvent => ({
    type: 'removal-held',
    version: 1,
    detail: { reason: 'tidying', device, until: '2026-01-01T12:01:00.123Z', cleanUp },
  })),
  ...(['undone', 'overtaken', 'clean-up-stopped'] as const).map((why): AuditEvent => ({
    type: 'removal-cancelled',
    version: 1,
    detail: { why },
  })),
  ...(['service-down', 'not-removable'] as const).map((why): AuditEvent => ({
    type: 'removal-abandoned',
    version: 1,
    detail: { why },
  })),
  ...(['last-phone', 'last-backup', 'last-way-in'] as const).map((guard): AuditEvent => ({
    type: 'removal-refused',
    version: 1,
    detail: { reason: 'sold', guard, device },
  })),
  ...(['backup', 'temporary'] as const).flatMap((kind): AuditEvent[] => [
    {
      type: 'client-state-stored',
      version: 1,
      detail: { id: 'a state', kind, madeBy: 'app', clientId: STRANGE },
    },
    { type: 'activation-started', version: 1, detail: { purpose: 'bind', state: kind } },
  ]),
  {
    type: 'client-state-destroyed',
    version: 1,
    detail: { id: 'a state', kind: 'backup', why: 'device-removed' },
  },
  { type: 'activation-redeemed', version: 1, detail: { clientId: STRANGE } },
  { type: 'activation-refused', version: 1, detail: { why: 'foreign', clientId: STRANGE } },
  { type: 'activation-failed', version: 1, detail: { code: 30004 } },
  ...[null, 'NATIVE', '6.0.0', '=7.0'].map((model): AuditEvent => ({
    type: 'activation-failed',
    version: 2,
    detail: { code: '=3004', model },
  })),
  { type: 'activation-ended', version: 1, detail: { ending: 'listed', device } },
  { type: 'activation-ended', version: 1, detail: { ending: 'expired', device: null } },
  {
    type: 'device-reported',
    version: 1,
    detail: { fingerprint: 'ABCD-2345', clientId: STRANGE },
  },
  ...(['recognize-id', 'external-id', 'name'] as const).map((by): AuditEvent => ({
    type: 'person-looked-up',
    version: 1,
    detail: { by, typedHash: 'ab', typedHint: '=1…', outcome: 'answered', found: 1 },
  })),
  ...(['limited', 'failed'] as const).map((outcome): AuditEvent => ({
    type: 'person-looked-up',
    version: 1,
    detail: { by: 'name', typedHash: 'ab', typedHint: 'ro…', outcome, found: null },
  })),
  { type: 'person-viewed', version: 1, detail: {} },
  ...AGENT_ALARMS.map((what): AuditEvent => ({
    type: 'agent-alarm',
    version: 1,
    detail: { what, count: 20, limit: 40 },
  })),
  { type: 'removal-by-support', version: 1, detail: { ...onCall, approval: 'ABCD-EFGH-JKLM' } },
  { type: 'removal-by-support', version: 1, detail: { ...onCall, approval: null } },
  { type: 'approval-requested', version: 1, detail: { ...onCall, guard: 'last-phone', device } },
  {
    type: 'approval-decided',
    version: 1,
    detail: { decision: 'approved', receipt: 'ABCD-EFGH-JKLM' },
  },
  { type: 'approval-decided', version: 1, detail: { decision: 'declined', receipt: null } },
  { type: 'approval-failed', version: 1, detail: { why: 'changed' } },
  {
    type: 'activation-prepared',
    version: 1,
    detail: { start: 'backup', ticket: 'INC 4711', callerCheck: 'agents-word' },
  },
  {
    type: 'row-tampered',
    version: 1,
    detail: { table: 'sessions', row: '0a1b2c3d4e5f6071' },
  },
  { type: 'limit-reached', version: 1, detail: { limit: 'removals' } },
  { type: 'access-refused', version: 1, detail: { action: 'trail:read:any' } },
  { type: 'trail-read', version: 1, detail: {} },
  ...(['csv', 'jsonl'] as const).map((format): AuditEvent => ({
    type: 'trail-exported',
    version: 1,
    detail: {
      format,
      filter: {
        actor: null,
        userId: 'AB',
        deviceId: null,
        types: ['signed-in'],
        outcome: 'done',
        from: '2026-01-01T12:00:00.000Z',
        to: null,
      },
    },
  })),
  { type: 'trail-verified', version: 1, detail: { entries: 12_431, findings: 0 } },
  { type: 'trail-verified', version: 1, detail: { entries: 7, findings: 2 } },
  {
    type: 'retention-checked',
    version: 1,
    detail: { databaseAt: '2026-01-01T12:00:00.123Z', dropped: 3 },
  },
  ...STOP_REASONS.map((why): AuditEvent => ({
    type: 'retention-stopped',
    version: 1,
    detail: { why, databaseAt: '2026-01-01T12:00:00.123Z', expectedAt: null },
  })),
  {
    type: 'retention-resumed',
    version: 1,
    detail: { databaseAt: '2026-01-01T12:00:00.123Z' },
  },
  { type: 'roles-withdrawn', version: 1, detail: { signIns: 2 } },
  { type: 'person-erased', version: 1, detail: { erased: 'nobody' } },
]
