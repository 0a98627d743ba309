import 'server-only'
import { env } from '../platform/env'

function secure(): boolean {
  return env().AUTH_URL.startsWith('https:')
}

/** The full name of one of the portal's cookies. On https the prefix binds it to this very host. */
export function cookieName(name: string): string {
  return `${secure() ? '__Host-' : ''}portal.${name}`
}

/** The attributes of every cookie of the portal: scripts can't read it, and other sites' requests don't carry it. */
export function cookieOptions(maxAgeSeconds?: number) {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: secure() } as const
  return maxAgeSeconds === undefined ? options : { ...options, maxAge: maxAgeSeconds }
}

/** The name of the session's cookie, without the portal's prefix. */
export const SESSION_COOKIE = 'sign-in'

/** Holds the `state` of the provider's sign-out, which recognises the person's return from there. */
export const LEFT_COOKIE = 'left'
