import 'server-only'
import type { PendingRemoval } from './pending'

export type WhoAndWhat = Pick<
  PendingRemoval,
  'receipt' | 'userId' | 'deviceId' | 'actorIssuer' | 'actorSubject' | 'actorRole'
>

/** Who did what to which device, as the trail has it. */
export const contextOf = (
  { receipt, userId, deviceId, actorIssuer, actorSubject, actorRole }: WhoAndWhat,
  at: Date,
) => ({
  actor: { issuer: actorIssuer, subject: actorSubject, role: actorRole },
  correlationId: receipt,
  at,
  userId,
  deviceId,
})
