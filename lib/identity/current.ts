import 'server-only'
import { cache } from 'react'
import { signInAndReturn } from '../paths'
import { now } from '../platform/clock'
import type { Actor } from './actor'
import { seeOther } from './see-other'
import { signInIdOfCookie } from './sign-in'
import { actorOf, findSignIn, lookAtSignIn, type SignIn } from './sign-ins'

/** The portal sign-in behind the present request, read once per request; null for everybody else. */
export const currentSignIn = cache(async (): Promise<SignIn | null> => {
  const id = await signInIdOfCookie()
  return id === null ? null : findSignIn(id, now())
})

/** The same without noting that the person was here: a page that asks by itself must not keep a sign-in alive. */
export async function presentSignIn(): Promise<SignIn | null> {
  const id = await signInIdOfCookie()
  return id === null ? null : lookAtSignIn(id, now())
}

/** Who asks for a page; sends everybody who isn't signed in to the start, from where they come back to `path`. */
export async function requireSignIn(path: string): Promise<{ actor: Actor; signIn: SignIn }> {
  const signIn = await currentSignIn()
  return signIn ? { actor: actorOf(signIn), signIn } : seeOther(signInAndReturn(path))
}
