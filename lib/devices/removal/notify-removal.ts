import 'server-only'
import { entriesOf } from '../../audit/log/audit-log'
import type { Database } from '../../database/connection'
import { enqueueNotification, notifyHolders } from '../../notifications/enqueue-notification'
import type { PendingRemoval } from '../receipts/pending-removals'
import type { RemovalCommand } from './removal-command'

/** Tells the person that support removes one of their devices; `until`: when a scheduled removal happens that waits for its time. */
export async function notifyOfSupportRemoval(
  {
    device: { kind, osVersion: description, fingerprint },
    userId,
    waitsForService,
    askedBy,
  }: RemovalCommand,
  until: Date | null,
  at: Date,
  within: Database,
): Promise<void> {
  const support = askedBy?.support ?? null
  if (support === null) return
  const notification = {
    type: 'removed-by-support',
    at: at.toISOString(),
    device: { kind, description, fingerprint },
    until: waitsForService ? null : (until?.toISOString() ?? null),
    waitsForService,
  } as const
  await notifyHolders(userId, notification, at, within, support.owner)
}

/** Tells the person that a device they didn’t recognise is gone, unless support removed it. */
export async function notifyOfUnrecognisedRemoved(
  removal: PendingRemoval,
  at: Date,
  within: Database,
): Promise<void> {
  const { receipt, userId, reason, actorRole, actorIssuer: issuer, actorSubject: subject } = removal
  if (actorRole === 'support' || reason !== 'unrecognised') return
  const entries = await entriesOf([receipt], [userId], within)
  const intent = entries.find((entry) => entry.type === 'removal-intended')
  const device = {
    kind: intent?.detail.device.kind ?? ('unknown' as const),
    description: intent?.detail.device.osVersion ?? null,
    fingerprint: intent?.detail.device.fingerprint ?? null,
  }
  const notification = { type: 'phone-removed-unrecognised', at: at.toISOString(), device } as const
  await enqueueNotification({ issuer, subject }, notification, at, within)
}
