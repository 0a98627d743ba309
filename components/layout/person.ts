import 'server-only'
import type { Role } from '@/lib/identity/actor'
import { actorOf, withheldRoles, type SignIn } from '@/lib/identity/sign-ins'

/** Who is signed in, as the frame of a page shows them. */
export type ShownPerson = {
  readonly name: string
  readonly roles: readonly Role[]
  /** Whose places they are led to as well, to be told there what their sign-in lacks. */
  readonly withheld: readonly Role[]
}

/** The person of a sign-in, as the frame shows them; null for nobody. */
export function personOf(signIn: SignIn | null): ShownPerson | null {
  if (signIn === null) return null
  const { displayName: name } = signIn
  return { name, roles: actorOf(signIn).roles, withheld: withheldRoles(signIn) }
}
