import 'server-only'
import { and, asc, eq } from 'drizzle-orm'
import type { Database } from '../database/connection'
import { identityFacts, notifications, people } from '../database/schema'
import { believableColumns, believedRows, isAsked, sealRow } from '../database/sealed-rows'
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
  const { issuer, subject } = person
  const addresses = believedRows(people, known, { issuer, subject })[0]?.addresses ?? []
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
/** Rows that somebody put there keep no mail from anybody. */
const MOST_FACTS = 1_000

/**
 * Puts a notification into the outbox for everybody who ever signed in with a Recognize user, and for `owner`; gives how
 * many mails. Where an identity was moved, both sides learn of it.
 */
export async function notifyHolders(
  userId: string,
  notification: Notification,
  at: Date,
  within: Database,
  owner: { readonly issuer: string; readonly subject: string } | null = null,
): Promise<number> {
  if (env().SMTP_URL === undefined) return 0
  const { issuer, subject } = identityFacts
  const asked = { kind: 'user-id', valueKey: userId.toLowerCase() } as const
  const facts = await within
    .select()
    .from(identityFacts)
    .where(isAsked(identityFacts, asked))
    .orderBy(asc(issuer), asc(subject))
    .limit(MOST_FACTS)
  const holders = believedRows(identityFacts, facts, asked).slice(0, MOST_HOLDERS)
  const isOwner = (one: typeof owner) =>
    one?.issuer === owner?.issuer && one?.subject === owner?.subject
  const all = owner === null || holders.some(isOwner) ? holders : [owner, ...holders]
  let mails = 0
  for (const holder of all) mails += await enqueueNotification(holder, notification, at, within)
  return mails
}
