import 'server-only'
import type { Database } from '../database/connection'
import { notifications } from '../database/schema'
import { sealRow } from '../database/sealed-rows'
import { randomId } from '../platform/crypto'
import { env } from '../platform/env'
import { notificationSchema, type Notification } from './notification'

/** Puts an alarm into the outbox for `AUDITOR_CONTACT`. Without an address the audit log alone has it. */
export async function alarmAuditors(
  alarm: Extract<Notification, { type: 'agent-alarm' }>,
  at: Date,
  within: Database,
): Promise<void> {
  const { AUDITOR_CONTACT: address, SMTP_URL } = env()
  if (address === undefined || SMTP_URL === undefined) return
  const content = notificationSchema.parse(alarm)
  const mail = { id: randomId(), address, content, createdAt: at }
  await within
    .insert(notifications)
    .values(sealRow(notifications, { ...mail, dueAt: at, tries: 0 }))
}
