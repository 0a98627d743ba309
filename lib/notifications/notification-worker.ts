import 'server-only'
import { branding } from '../platform/branding'
import { paths } from '../web/paths'
import { runWorkerLoop } from '../jobs/worker-loop'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { renderEmail } from './render-email'
import { sendMail } from './send-mail'
import { notificationSchema } from './notification'
import {
  claimNotifications,
  GIVEN_UP_AFTER_MS,
  postponeNotification,
  dequeueNotification,
  type QueuedNotification,
} from './notification-outbox'

const PAUSE_MS = 1_000
const AT_ONCE = 8

/**
 * Sends the notices that are due at `clock()`, `AT_ONCE` at most; gives how many it took up. Each is sent at least once:
 * a process that dies between sending and noting it leaves it to be sent again.
 */
export async function sendDueNotifications(clock: () => Date): Promise<number> {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = env()
  if (smtpUrl === undefined || from === undefined) return 0
  const due = await claimNotifications(clock(), AT_ONCE)
  const ends = await Promise.allSettled(due.map((row) => sendOne(row, { smtpUrl, from }, clock)))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
  return due.length
}

async function sendOne(
  row: QueuedNotification,
  sender: { readonly smtpUrl: string; readonly from: string },
  clock: () => Date,
): Promise<void> {
  const why = await tryToSend(row, sender)
  if (why === null) return dequeueNotification(row)
  const at = clock()
  const isGivenUp = at.getTime() - row.createdAt.getTime() >= GIVEN_UP_AFTER_MS
  // Never the address, nor the server's words, which often hold it.
  const what = { notice: row.id, tries: row.tries + 1, ...why }
  if (isGivenUp) log().error(what, 'a notice is given up: it could not be sent for a day')
  else log().warn(what, 'a notice could not be sent; it is tried again')
  return isGivenUp ? dequeueNotification(row) : postponeNotification(row, at)
}

type Failure = { readonly code: string; readonly response?: number }

/** Null when the server has taken the mail. */
async function tryToSend(
  row: QueuedNotification,
  sender: { readonly smtpUrl: string; readonly from: string },
): Promise<Failure | null> {
  const notice = notificationSchema.safeParse(row.notice)
  if (!notice.success) return { code: 'not-understood' }
  const { name: brand, contact } = branding()
  const portal = new URL(paths.devices, env().AUTH_URL).href
  const letter = renderEmail(notice.data, { brand, contact, portal })
  try {
    await sendMail(letter, { ...sender, to: row.address, number: row.id, portal })
    return null
  } catch (error) {
    return failureOf(error)
  }
}

/** What of an error of the mail library may be logged: its own code and the server's number. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: 'unknown' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return 'responseCode' in error && typeof error.responseCode === 'number'
    ? { code, response: error.responseCode }
    : { code }
}

/** Starts sending notices, for as long as the process lives; says so once where the portal sends no mail. */
export function startNotificationWorker(clock: () => Date): void {
  if (env().SMTP_URL === undefined) {
    log().info('nobody is told anything by mail: SMTP_URL is not set')
    return
  }
  const sendAll = async () => {
    for (let taken = AT_ONCE; taken === AT_ONCE;) taken = await sendDueNotifications(clock)
  }
  runWorkerLoop(sendAll, PAUSE_MS, 'notices can’t be sent')
}
