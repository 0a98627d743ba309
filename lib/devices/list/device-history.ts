import 'server-only'
import { entriesAboutDevice, type AuditEntry } from '../../audit/log/audit-log'
import { unlessOutage } from '../../database/outage'
import type { Permitted } from '../../auth/authorization/authorize'
import type { ListAction } from '../../auth/authorization/policy'

const SHOWN = 50

/** The entries about one of the subject’s devices, newest first; null while the audit log can’t be read. */
export async function deviceHistory({
  authorized: { subject },
  deviceId,
}: Permitted<ListAction> & { readonly deviceId: string }): Promise<AuditEntry[] | null> {
  return unlessOutage(() => entriesAboutDevice(deviceId, subject.userIds, SHOWN), null)
}
