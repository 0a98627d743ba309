import 'server-only'
import { entriesOf } from '../../audit/log/audit-log'
import type { Database } from '../../database/connection'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import type { PendingRemoval } from './removal-store'

type Gone = Pick<
  PendingRemoval,
  'receipt' | 'userId' | 'actorIssuer' | 'actorSubject' | 'actorRole' | 'reason'
>

/** Tells the person that a device is gone which they didn't recognise. Of support's removals they were told when those began. */
export async function notifyUnrecognisedRemoved(
  removal: Gone,
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
  const notice = { type: 'phone-removed-unrecognised', at: at.toISOString(), device } as const
  await enqueueNotification({ issuer, subject }, notice, at, within)
}
