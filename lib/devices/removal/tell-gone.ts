import 'server-only'
import { entriesOf } from '../../activity/trail'
import type { Database } from '../../database/connection'
import { tell } from '../../notifications/tell'
import type { PendingRemoval } from './pending'

type Gone = Pick<
  PendingRemoval,
  | 'receipt'
  | 'userId'
  | 'actorIssuer'
  | 'actorSubject'
  | 'actorRole'
  | 'ownerIssuer'
  | 'ownerSubject'
  | 'reason'
>

/**
 * Tells the person that a device is gone which support removed for them, or which they didn't recognise; of other removals
 * they are not told by mail. Never the agent; nobody, where the portal has never seen the person.
 */
export async function tellGone(removal: Gone, at: Date, within: Database): Promise<void> {
  const { receipt, userId, reason } = removal
  const isBySupport = removal.actorRole === 'support'
  const person = isBySupport ? ownerOf(removal) : actorOf(removal)
  if (person === null || (!isBySupport && reason !== 'unrecognised')) return
  const entries = await entriesOf([receipt], [userId], within)
  const intent = entries.find((entry) => entry.type === 'removal-intended')
  const device = {
    kind: intent?.detail.device.kind ?? ('unknown' as const),
    description: intent?.detail.device.osVersion ?? null,
    fingerprint: intent?.detail.device.fingerprint ?? null,
  }
  const type = isBySupport ? 'removed-by-support' : 'phone-removed-unrecognised'
  await tell(person, { type, at: at.toISOString(), device }, at, within)
}

const actorOf = ({ actorIssuer: issuer, actorSubject: subject }: Gone) => ({ issuer, subject })

function ownerOf({ ownerIssuer: issuer, ownerSubject: subject }: Gone) {
  return issuer === null || subject === null ? null : { issuer, subject }
}
