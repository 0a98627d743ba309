import 'server-only'
import { confirmHolder } from '../../auth/identity/identity-facts'
import { briefDeadline } from '../../platform/deadline'
import { findUserIdsByExternalId } from '../../recognize/client'
import type { Holder } from './known-people'

/** How long an answer of the service counts. Sign-ins and agents' pages ask for the same. */
const CONFIRMED_MS = 15 * 60_000

/**
 * Who has a Recognize user now: the account that proved it last. One that the service named is asked for again, because
 * the organisation may have moved the identity meanwhile. While the service can't be asked, the last proof stands.
 */
export async function presentHolder(
  holders: readonly Holder[],
  userId: string,
  at: Date,
): Promise<Holder | null> {
  for (const holder of holders) if (await isConfirmed(holder, userId, at)) return holder
  return null
}

async function isConfirmed(holder: Holder, userId: string, at: Date): Promise<boolean> {
  const { foundBy, confirmedAt } = holder
  if (foundBy === null || at.getTime() - confirmedAt.getTime() < CONFIRMED_MS) return true
  const found = await findUserIdsByExternalId(foundBy, briefDeadline())
  if (!found.ok) return found.error.code !== 'not-found'
  if (!found.value.includes(userId)) return false
  await confirmHolder(holder, userId, at)
  return true
}
