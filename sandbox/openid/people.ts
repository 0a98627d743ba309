import { z } from 'zod'
import { castAt } from '../cast'

export const acrValues = ['urn:sandbox:password', 'urn:sandbox:mfa'] as const

export const personSchema = z.strictObject({
  name: z.string().min(1),
  given_name: z.string().optional(),
  email: z.string().optional(),
  recognize_user_id: z.string().optional(),
  external_id: z.string().optional(),
  roles: z.array(z.string()).optional(),
  /** The level of every sign-in. Without it, the portal's request decides. */
  acr: z.enum(acrValues).optional(),
  /** Required claims that the ID token leaves out, such as auth_time. */
  omit: z.array(z.string()).default([]),
})

export type Person = z.infer<typeof personSchema>

/** The people who can sign in, by account id. */
export class People extends Map<string, Person> {
  constructor() {
    super()
    this.reset()
  }

  reset(): void {
    this.clear()
    for (const { sub, name, givenName, email, roles, recognize } of castAt(new Date())) {
      this.set(sub, {
        name,
        given_name: givenName,
        email,
        roles,
        recognize_user_id: recognize?.isInIdToken ? recognize.userId : undefined,
        omit: [],
      })
    }
  }
}

/** Private claims. Some providers use URLs as their names. */
const PRIVATE = new Set(['roles', 'recognize_user_id', 'external_id'])

/** The name of a claim at a provider with this name space. */
export const claimName = (name: string, space: string) =>
  PRIVATE.has(name) ? `${space}${name}` : name

export function claimsOf(accountId: string, person: Person, space = '') {
  const { acr: _, omit, ...claims } = person
  const due = Object.entries(claims).filter(
    ([name, value]) => value !== undefined && !omit.includes(name),
  )
  const named = due.map(([name, value]) => [claimName(name, space), value])
  return { sub: accountId, ...Object.fromEntries(named) }
}
