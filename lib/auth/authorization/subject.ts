import 'server-only'
import { unlessOutage } from '../../database/outage'
import { findUserIdsByExternalId } from '../../recognize/client'
import type { RecognizeError } from '../../recognize/errors'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { Subject } from './actor'
import type { ClaimedIds } from '../oidc/claims'
import { rememberFoundUserIds } from '../sessions/session-store'
import type { Session } from '../sessions/session'

const LOOK_UP_LIFETIME_MS = 15 * 60_000

type Person = Pick<Subject, 'issuer' | 'subject'>

export type SubjectError = RecognizeError | { readonly code: 'not-known' }

/**
 * Whose devices the signed-in person's own are: the Recognize user ID of the claim, else every user the service
 * knows behind the external user ID. `not-known` when there is neither; nobody found is asked again each time,
 * because it ends the moment the person enrols.
 */
export async function ownSubject(
  signIn: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<Subject, SubjectError>> {
  const userIds = await ownUserIds(signIn, at, deadline)
  if (!userIds.ok) return userIds
  return subjectOf(signIn, userIds.value)
}

/**
 * The same for the portal's own records, where what the service says now doesn't matter: whom this sign-in was found to
 * be before is enough, however long ago, so that undoing and reading receipts work while the service doesn't.
 */
export async function recordedSubject(
  signIn: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<Subject, SubjectError>> {
  return signIn.foundUserIds?.length && !signIn.claimedUserId
    ? subjectOf(signIn, signIn.foundUserIds)
    : ownSubject(signIn, at, deadline)
}

/** The same for whoever holds an access token: there is no sign-in that could remember what was found. */
export async function subjectOfHolder(
  holder: Person & ClaimedIds,
  deadline: Deadline,
): Promise<Result<Subject, SubjectError>> {
  const userIds = holder.claimedUserId
    ? succeed([holder.claimedUserId])
    : await lookUp(holder.externalUserId, deadline)
  return userIds.ok ? subjectOf(holder, userIds.value) : userIds
}

function subjectOf(
  { issuer, subject }: Person,
  [first, ...others]: readonly string[],
): Result<Subject, { readonly code: 'not-known' }> {
  return first === undefined
    ? fail({ code: 'not-known' })
    : succeed({ issuer, subject, userIds: [first, ...others] })
}

/**
 * Every Recognize user ID that may be a person's: the claimed one, and all behind their external user ID. It is asked with
 * each step of an agent, so that there is nobody is remembered as well, and what was found is believed while the service
 * can't be asked.
 */
export async function everyUserId(
  signIn: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<readonly string[], RecognizeError>> {
  const { claimedUserId, foundUserIds, externalUserId } = signIn
  const withClaimed = (userIds: readonly string[]) => [
    ...new Set([...(claimedUserId ? [claimedUserId] : []), ...userIds]),
  ]
  if (foundUserIds && isFresh(signIn, at)) return succeed(withClaimed(foundUserIds))
  const found = await lookUp(externalUserId, deadline)
  if (!found.ok) return foundUserIds ? succeed(withClaimed(foundUserIds)) : found
  const userIds = withClaimed(found.value)
  await unlessOutage(() => rememberFoundUserIds(signIn, [...found.value], userIds, at), undefined)
  return succeed(userIds)
}

function isFresh({ foundAt }: Session, at: Date): boolean {
  return foundAt !== null && at.getTime() - foundAt.getTime() < LOOK_UP_LIFETIME_MS
}

async function ownUserIds(
  signIn: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<readonly string[], RecognizeError>> {
  if (signIn.claimedUserId) return succeed([signIn.claimedUserId])
  if (signIn.foundUserIds?.length && isFresh(signIn, at)) return succeed(signIn.foundUserIds)
  const found = await lookUp(signIn.externalUserId, deadline)
  if (found.ok && found.value.length > 0)
    // Without it the next page asks the service again, which is all that is lost.
    await unlessOutage(
      () => rememberFoundUserIds(signIn, [...found.value], found.value, at),
      undefined,
    )
  return found
}

/** Every Recognize user behind an external user ID; empty when there is no ID or nobody behind it. */
async function lookUp(
  externalUserId: string | null,
  deadline: Deadline,
): Promise<Result<readonly string[], RecognizeError>> {
  if (!externalUserId || /^\.{1,2}$/.test(externalUserId)) return succeed([])
  const found = await findUserIdsByExternalId(externalUserId, deadline)
  // 404 on the look-up is documented as an unknown endpoint, yet some gateways answer it for an unknown person.
  return !found.ok && found.error.code === 'not-found' ? succeed([]) : found
}
