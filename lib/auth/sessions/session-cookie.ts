import 'server-only'
import { cookies } from 'next/headers'
import { getToken } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '../../platform/env'
import { cookieName, cookieOptions, SESSION_COOKIE } from '../../web/cookies'

/** What the cookie holds, encrypted: the random id of the session, and nothing about the person. */
export const sessionCookie = z.object({ sessionId: z.string().min(1) })

/** The random id of the session in the cookie of the present request; null when there is none or it was altered. */
export async function sessionIdOfCookie(): Promise<string | null> {
  const pairs = (await sessionCookies()).map(
    ({ name, value }) => `${name}=${encodeURIComponent(value)}`,
  )
  // Only the cookie is handed on: getToken would take a bearer header as well.
  const token = await getToken({
    req: { headers: new Headers({ cookie: pairs.join('; ') }) },
    secret: env().AUTH_SECRET,
    cookieName: cookieName(SESSION_COOKIE),
    secureCookie: cookieOptions().secure,
  })
  return sessionCookie.safeParse(token).data?.sessionId ?? null
}

/** Removes the session's cookie from the browser. The row in the database is what counts; see `revokeSessions`. */
export async function clearSessionCookie(): Promise<void> {
  const jar = await cookies()
  for (const { name } of await sessionCookies()) jar.set(name, '', cookieOptions(0))
}

/** Whether a browser brings any of the portal's cookies. Cookies of a sign-in attempt disappear after it, or expire. */
export async function hasCookies(): Promise<boolean> {
  const prefix = cookieName('')
  return (await cookies()).getAll().some(({ name }) => name.startsWith(prefix))
}

/** A long cookie comes in numbered parts. */
async function sessionCookies() {
  const whole = cookieName(SESSION_COOKIE)
  const jar = await cookies()
  return jar.getAll().filter(({ name }) => name === whole || name.startsWith(`${whole}.`))
}
