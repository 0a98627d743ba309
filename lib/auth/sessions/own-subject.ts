import 'server-only'
import { unlessOutage } from '../../database/outage'
import { findUserIdsByExternalId } from '../../recognize/client'
import type { RecognizeError } from '../../recognize/errors'
import { isExternalUserId } from '../../recognize/user-id'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { Account, Subject } from '../authorization/actor'
import type { ClaimedIds } from './signed-in-person'
import { rememberFoundUserIds } from './session-store'
import type { Session } from './session'

const LOOK_UP_LIFETIME_MS = 15 * 60_000

export type SubjectError = RecognizeError | { readonly code: 'not-known' }

/** The Recognize users of the signed-in person, by claim or look-up. An empty answer is never remembered. */
export async function ownSubject(
  session: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<Subject, SubjectError>> {
  const userIds = await ownUserIds(session, at, deadline)
  if (!userIds.ok) return userIds
  return subjectOf(session, userIds.value)
}

/** The same for the portal’s own records: what this session found before is enough, even while the service is down. */
export async function recordedSubject(
  session: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<Subject, SubjectError>> {
  return session.foundUserIds?.length && !session.claimedUserId
    ? subjectOf(session, session.foundUserIds)
    : ownSubject(session, at, deadline)
}

/** The Recognize users of the holder of an access token. There is no session that could remember them. */
export async function subjectOfHolder(
  holder: Account & ClaimedIds,
  deadline: Deadline,
): Promise<Result<Subject, SubjectError>> {
  const userIds = holder.claimedUserId
    ? succeed([holder.claimedUserId])
    : await lookUp(holder.externalUserId, deadline)
  return userIds.ok ? subjectOf(holder, userIds.value) : userIds
}

function subjectOf(
  { issuer, subject }: Account,
  [first, ...others]: readonly string[],
): Result<Subject, { readonly code: 'not-known' }> {
  return first === undefined
    ? fail({ code: 'not-known' })
    : succeed({ issuer, subject, userIds: [first, ...others] })
}

/** Every Recognize user ID that may be a person’s. A cached answer counts while the service is unavailable. */
export async function everyUserId(
  session: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<readonly string[], RecognizeError>> {
  const { claimedUserId, foundUserIds, externalUserId } = session
  const withClaimed = (userIds: readonly string[]) => [
    ...new Set([...(claimedUserId ? [claimedUserId] : []), ...userIds]),
  ]
  if (foundUserIds && isFresh(session, at)) return succeed(withClaimed(foundUserIds))
  const found = await lookUp(externalUserId, deadline)
  if (!found.ok) return foundUserIds ? succeed(withClaimed(foundUserIds)) : found
  const userIds = withClaimed(found.value)
  await unlessOutage(() => rememberFoundUserIds(session, [...found.value], userIds, at), undefined)
  return succeed(userIds)
}

function isFresh({ foundAt }: Session, at: Date): boolean {
  return foundAt !== null && at.getTime() - foundAt.getTime() < LOOK_UP_LIFETIME_MS
}

async function ownUserIds(
  session: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<readonly string[], RecognizeError>> {
  if (session.claimedUserId) return succeed([session.claimedUserId])
  if (session.foundUserIds?.length && isFresh(session, at)) return succeed(session.foundUserIds)
  const found = await lookUp(session.externalUserId, deadline)
  if (!found.ok || found.value.length === 0) return found
  const { value } = found
  // Without it the next page asks the service again, which is all that is lost.
  await unlessOutage(() => rememberFoundUserIds(session, [...value], value, at), undefined)
  return found
}

/** Every Recognize user behind an external user ID; empty when there is no ID, or no user behind it. */
async function lookUp(
  externalUserId: string | null,
  deadline: Deadline,
): Promise<Result<readonly string[], RecognizeError>> {
  if (externalUserId === null || !isExternalUserId(externalUserId)) return succeed([])
  const found = await findUserIdsByExternalId(externalUserId, deadline)
  // 404 on the look-up is documented as an unknown endpoint, yet some gateways answer it for an unknown person.
  return !found.ok && found.error.code === 'not-found' ? succeed([]) : found
}
