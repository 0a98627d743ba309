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

const PAGE = /^\/(devices|receipts|activity|sessions|support)(\/[\w-]+)*$/
/** The pages that ask for a confirmation, as they are come back to after it. */
const CONFIRMED =
  /^\/(devices\/add(\/[\w-]+)?|support\/(users\/[\dA-F]+\/(add|sign-ins|devices\/\w+\/remove)|approvals\/[\w-]+))\?confirmed=1$/

/** A path of this portal to return to after the sign-in; the devices page for everything that isn't one. */
export function returnPath(text: unknown): string {
  return typeof text === 'string' && (PAGE.test(text) || CONFIRMED.test(text)) ? text : '/devices'
}

/** The same path for the way back from a confirmation: it says that there was one, so that a page doesn't ask in a circle. */
export function confirmedPath(text: unknown): string {
  const path = returnPath(text)
  return returnPath(`${path}?confirmed=1`) === '/devices' ? path : `${path}?confirmed=1`
}
