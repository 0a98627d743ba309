import 'server-only'
import { recordEvent } from '../../audit/log/audit-log'
import type { Database } from '../../database/connection'
import { hasSessionEnded, sessionHasRole } from '../../auth/sessions/assert-session-active'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import { removalAuditContext } from './audit-context'
import type { RemovalCommand } from './removal-store'

/**
 * Whether whoever asks is still signed in, and an agent still an agent: looked at where the intent is written, so that
 * neither can end in between. What the worker asks for in a person's name has no sign-in that could end.
 */
export async function isStillAllowed(
  { askedBy: { signIn, desk } }: RemovalCommand,
  at: Date,
  tx: Database,
): Promise<boolean> {
  return desk === null
    ? !(await hasSessionEnded(signIn, at, tx))
    : await sessionHasRole(signIn, 'support', at, tx)
}

/**
 * Of an agent's removal: tells the person at once, where the portal knows them, and writes on whose word it is done. `until`
 * is when a held one is carried out. Nothing of a person's own removal.
 */
export async function notifyAndRecordSupportRemoval(
  order: RemovalCommand,
  until: Date | null,
  at: Date,
  tx: Database,
): Promise<void> {
  const { reason, device } = order
  const { desk } = order.askedBy
  if (desk === null) return
  if (desk.owner !== null) {
    const { kind, osVersion: description, fingerprint } = device
    const notice = {
      type: 'removed-by-support',
      at: at.toISOString(),
      device: { kind, description, fingerprint },
      until: until?.toISOString() ?? null,
    } as const
    await enqueueNotification(desk.owner, notice, at, tx)
  }
  const { ticket, approval } = desk
  const detail = { reason, ticket, callerVerified: true, approval } as const
  await recordEvent(
    { type: 'removal-by-support', version: 1, detail },
    removalAuditContext(order, at),
    tx,
  )
}
