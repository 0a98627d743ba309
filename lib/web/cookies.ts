import 'server-only'
import { env } from '../platform/env'

function secure(): boolean {
  return env().AUTH_URL.startsWith('https:')
}

/** The full name of one of the portal's cookies: bound to this very host wherever the portal runs on https. */
export function cookieName(name: string): string {
  return `${secure() ? '__Host-' : ''}portal.${name}`
}

/** How every cookie of the portal is set: for the server's eyes only, and not on requests from elsewhere. */
export function cookieOptions(maxAgeSeconds?: number) {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: secure() } as const
  return maxAgeSeconds === undefined ? options : { ...options, maxAge: maxAgeSeconds }
}

/** Holds the `state` that went along to the provider's sign-out, by which the way back from there is known. */
export const LEFT_COOKIE = 'left'
