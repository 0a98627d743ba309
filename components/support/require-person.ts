import 'server-only'
import { seeOther } from '@/lib/identity/see-other'
import { paths } from '@/lib/paths'
import { personIdOf } from '@/lib/support/person'

/**
 * The Recognize user ID in an address, upper-case hex, before anybody is asked who they are: the same person has one
 * address, and what can't be an ID has none.
 */
export function requirePerson(text: string, pathOf: (userId: string) => string): string {
  const userId = personIdOf(text)
  if (userId === null) seeOther(paths.notFound)
  if (userId !== text) seeOther(pathOf(userId))
  return userId
}
