import 'server-only'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Database } from '../database/connection'
import { notifications, people } from '../database/schema'
import { believableColumns, believedRows, sealRow } from '../database/sealed-rows'
import { randomId } from '../platform/crypto'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { notificationSchema, type Notification } from './notification'

/** Puts a notification into the outbox, once for each address of the person; gives how many. 0: no mail is sent. */
export async function enqueueNotification(
  person: { readonly issuer: string; readonly subject: string },
  notification: Notification,
  at: Date,
  within: Database,
): Promise<number> {
  if (env().SMTP_URL === undefined) return 0
  const known = await within
    .select(believableColumns(people))
    .from(people)
    .where(and(eq(people.issuer, person.issuer), eq(people.subject, person.subject)))
  const addresses = believedRows(people, known)[0]?.addresses ?? []
  if (addresses.length === 0) {
    log().warn({ notification: notification.type }, 'a person without an address can’t be notified')
    return 0
  }
  // Only the fields of the schema are stored. The object may carry others.
  const stored = notificationSchema.parse(notification)
  await within.insert(notifications).values(
    addresses.map((address) => {
      const mail = { id: randomId(), address, content: stored, createdAt: at }
      return sealRow(notifications, { ...mail, dueAt: at, tries: 0 })
    }),
  )
  return addresses.length
}

/** More accounts than one person has. */
const MOST_HOLDERS = 10

/** Puts a notification into the outbox for everybody who signed in with a Recognize user; gives how many mails. */
export async function notifyHolders(
  userId: string,
  notification: Notification,
  at: Date,
  within: Database,
): Promise<number> {
  if (env().SMTP_URL === undefined) return 0
  const holders = await within
    .select(believableColumns(people))
    .from(people)
    .where(sql`${people.userIds} @> ${JSON.stringify([userId])}::jsonb`)
    .orderBy(asc(people.issuer), asc(people.subject))
    .limit(MOST_HOLDERS)
  let mails = 0
  for (const holder of believedRows(people, holders))
    mails += await enqueueNotification(holder, notification, at, within)
  return mails
}
