import 'server-only'
import { entriesAboutDevice, type AuditEntry } from '../../audit/log/audit-log'
import { unlessOutage } from '../../database/outage'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'

const SHOWN = 50

/** What the trail knows about one of the subject's devices, newest first; empty for everybody else's, null while it can't be read. */
export async function deviceHistory(
  actor: Actor,
  subject: Subject,
  deviceId: string,
): Promise<AuditEntry[] | null> {
  if (!can(actor, 'devices:list:own', subject)) return []
  return unlessOutage(() => entriesAboutDevice(deviceId, subject.userIds, SHOWN), null)
}
