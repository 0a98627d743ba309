import 'server-only'
import type { PendingRemoval } from './removal-store'

export type WhoAndWhat = Pick<
  PendingRemoval,
  'receipt' | 'userId' | 'deviceId' | 'actorIssuer' | 'actorSubject' | 'actorRole'
>

/** Who did what to which device, as the trail has it. */
export const removalAuditContext = (
  { receipt, userId, deviceId, actorIssuer, actorSubject, actorRole }: WhoAndWhat,
  at: Date,
) => ({
  actor: { issuer: actorIssuer, subject: actorSubject, role: actorRole },
  correlationId: receipt,
  at,
  userId,
  deviceId,
})
