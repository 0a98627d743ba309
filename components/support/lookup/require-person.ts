import 'server-only'
import { redirect303 } from '@/lib/web/redirect'
import { paths } from '@/lib/web/paths'
import { personIdOf } from '@/lib/support/lookup/known-people'

/**
 * The Recognize user ID in an address, upper-case hex, before anybody is asked who they are: the same person has one
 * address, and what can't be an ID has none.
 */
export function requirePerson(text: string, pathOf: (userId: string) => string): string {
  const userId = personIdOf(text)
  if (userId === null) redirect303(paths.notFound)
  if (userId !== text) redirect303(pathOf(userId))
  return userId
}
