import 'server-only'
import { entriesAboutDevice, type AuditEntry } from '../../audit/log/audit-log'
import { unlessOutage } from '../../database/outage'
import type { Authorized } from '../../auth/authorization/authorize'

const SHOWN = 50

/** The entries about one of the subject’s devices, newest first; null while the audit log can’t be read. */
export async function deviceHistory({
  authorized: { subject },
  deviceId,
}: {
  readonly authorized: Authorized<'devices:list:own' | 'devices:list:any'>
  readonly deviceId: string
}): Promise<AuditEntry[] | null> {
  return unlessOutage(() => entriesAboutDevice(deviceId, subject.userIds, SHOWN), null)
}
