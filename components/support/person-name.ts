import type { Translate } from '@/lib/messages/messages'
import type { KnownPerson } from '@/lib/support/desk-state'

/** What agents call somebody. The name comes from the provider, so that it can't emphasise anything. */
export function personName(person: Pick<KnownPerson, 'displayName'> | null, t: Translate): string {
  return person?.displayName.replaceAll('**', '*') || t('desk.unknownPerson')
}

/** Enough of a Recognize user ID to be compared at a glance. */
export function shortUserId(userId: string): string {
  return `${userId.slice(0, 4)}…${userId.slice(-4)}`
}
