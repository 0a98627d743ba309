import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '../database/connection'
import { notifications } from '../database/schema'
import { backOff, type JobResult, type Queue } from '../jobs/queue'
import { runDue } from '../jobs/run-queue'
import { branding } from '../platform/branding'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { paths } from '../web/paths'
import { notificationSchema } from './notification'
import { renderEmail } from './render-email'
import { sendMail } from './send-mail'

type QueuedNotification = typeof notifications.$inferSelect

const PAUSES = { firstMs: 10_000, mostMs: 3600_000 }
const GIVE_UP_MS = 24 * 3600_000

/** The outbox. A mail may be sent twice, under the same number, when a process dies before it deletes the row. */
export const notificationQueue: Queue<QueuedNotification> = {
  name: 'notifications',
  table: notifications,
  key: 'id',
  lane: 'id',
  order: [],
  atOnce: 8,
  pauseMs: 1_000,
  claimMs: 15_000,
  run: sendNotification,
  nextTryAt: ({ tries }, at) => backOff(tries, at, PAUSES),
  giveUpAt: ({ createdAt }) => new Date(createdAt.getTime() + GIVE_UP_MS),
  giveUp: async (row) => {
    log().error({ notification: row.id }, 'a notification could not be sent for a day')
    await deleteNotification(row)
  },
}

/** Sends once what is due at `clock()`. Returns how many rows it claimed; 0 where the portal sends no mail. */
export async function sendDueNotifications(clock: () => Date): Promise<number> {
  return env().SMTP_URL === undefined ? 0 : runDue(notificationQueue, clock)
}

async function sendNotification(row: QueuedNotification): Promise<JobResult<QueuedNotification>> {
  const failure = await tryToSend(row)
  if (failure === null) {
    await deleteNotification(row)
    return 'done'
  }
  // Never the address, nor the server's words, which often hold it.
  const what = { notification: row.id, tries: row.tries + 1, ...failure }
  log().warn(what, 'a notification could not be sent')
  return { again: row }
}

async function deleteNotification({ id }: QueuedNotification): Promise<void> {
  await database().delete(notifications).where(eq(notifications.id, id))
}

type MailFailure = { readonly code: string; readonly response?: number }

/** Null when the server has taken the mail. */
async function tryToSend(row: QueuedNotification): Promise<MailFailure | null> {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from, AUTH_URL } = env()
  if (smtpUrl === undefined || from === undefined) return { code: 'no-mail-server' }
  const notification = notificationSchema.safeParse(row.content)
  if (!notification.success) return { code: 'not-understood' }
  const { name: brand, contact } = branding()
  const portal = new URL(paths.devices, AUTH_URL).href
  const email = renderEmail(notification.data, { brand, contact, portal })
  try {
    await sendMail(email, { smtpUrl, from, to: row.address, number: row.id, portal })
    return null
  } catch (error) {
    return mailFailureOf(error)
  }
}

/** What of an error of the mail library may be logged: its own code and the server's number. */
function mailFailureOf(error: unknown): MailFailure {
  if (!(error instanceof Error)) return { code: 'unknown' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return 'responseCode' in error && typeof error.responseCode === 'number'
    ? { code, response: error.responseCode }
    : { code }
}
