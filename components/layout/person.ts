import 'server-only'
import type { Role } from '@/lib/auth/authorization/actor'
import { actorOfSession, withheldRoles, type Session } from '@/lib/auth/sessions/session'

/** Who is signed in, as the frame of a page shows them. */
export type ShownPerson = {
  readonly name: string
  readonly roles: readonly Role[]
  /** Whose places they are led to as well, to be told there what their sign-in lacks. */
  readonly withheld: readonly Role[]
}

/** The person of a sign-in, as the frame shows them; null for nobody. */
export function personOf(signIn: Session | null): ShownPerson | null {
  if (signIn === null) return null
  const { displayName: name } = signIn
  return { name, roles: actorOfSession(signIn).roles, withheld: withheldRoles(signIn) }
}
