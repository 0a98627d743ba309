import 'server-only'
import { cookies } from 'next/headers'
import { NextRequest } from 'next/server'
import { sha256 } from '../../platform/crypto'
import { cookieName, cookieOptions } from '../../web/cookies'
import { CONFIRMING_COOKIE } from '../step-up/confirmation'

// next-auth keeps the check values of one sign-in, so a second tab that begins one would make the first one fail. Here
// every attempt keeps a set of its own. Its names end with a mark that only the `state` of this attempt gives.

/** The names that next-auth has for the values of an attempt, without the portal's prefix. */
const CHECKS = ['pkce', 'state', 'nonce', 'return-to'] as const
const KEPT = [...CHECKS, CONFIRMING_COOKIE]

export const ATTEMPT_SECONDS = 15 * 60
/** Attempts of one browser at a time; a further one ends the oldest. */
const MOST_ATTEMPTS = 3
/** In characters. All cookies together must fit into one header line, which edges limit to 8 kB. */
const LONGEST_TOGETHER = 5_500

type Attempt = { readonly began: number; readonly names: string[]; length: number }

/** Puts the values of the attempt that has just begun aside. `address` is where it leads at the provider. */
export async function keepAttempt(address: string, at: Date): Promise<void> {
  const state = URL.canParse(address) ? new URL(address).searchParams.get('state') : null
  if (state === null) return
  const jar = await cookies()
  const suffix = `.${Math.floor(at.getTime() / 1000).toString(36)}.${markOf(state)}`
  for (const name of KEPT.map(cookieName)) {
    const value = jar.get(name)?.value
    if (!value) continue
    jar.set(`${name}${suffix}`, value, cookieOptions(ATTEMPT_SECONDS))
    jar.set(name, '', cookieOptions(0))
  }
  await endOldestAttempts()
}

/** The request as next-auth understands it: with the values of the attempt that it answers, and of no other. */
export async function withAttempt(request: NextRequest): Promise<NextRequest> {
  const kept = await attemptValues(request.nextUrl.searchParams.get('state'))
  if (kept.size === 0) return request
  const others = request.cookies
    .getAll()
    .filter(({ name }) => !kept.has(name) && partsOf(name) === null)
    .map(({ name, value }): [string, string] => [name, value])
  const headers = new Headers(request.headers)
  const pairs = [...others, ...kept].map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  headers.set('cookie', pairs.join('; '))
  return new NextRequest(request.nextUrl, { headers })
}

/** The library's answer without the empty cookies that it leaves for values that the browser never had under its names. */
export function withoutChecks(response: Response): Response {
  const headers = new Headers(response.headers)
  headers.delete('set-cookie')
  for (const cookie of response.headers.getSetCookie())
    if (!CHECKS.some((name) => cookie.startsWith(`${cookieName(name)}=`)))
      headers.append('set-cookie', cookie)
  const { status, statusText } = response
  return new Response(response.body, { status, statusText, headers })
}

/** Where the attempt with this `state` was to lead in the portal; null for one that this browser didn't begin. */
export async function returnAddressOf(state: string | null): Promise<string | null> {
  return (await attemptValues(state)).get(cookieName('return-to')) ?? null
}

/** Ends the attempt with this `state`: its values are used up. */
export async function endAttempt(state: string | null): Promise<void> {
  if (state === null) return
  const jar = await cookies()
  for (const { name } of jar.getAll())
    if (partsOf(name)?.mark === markOf(state)) jar.set(name, '', cookieOptions(0))
}

async function attemptValues(state: string | null): Promise<Map<string, string>> {
  const values = new Map<string, string>()
  if (state === null) return values
  for (const { name, value } of (await cookies()).getAll()) {
    const parts = partsOf(name)
    if (parts?.mark === markOf(state)) values.set(parts.base, value)
  }
  return values
}

async function endOldestAttempts(): Promise<void> {
  const jar = await cookies()
  const attempts = new Map<string, Attempt>()
  for (const { name, value } of jar.getAll()) {
    const parts = value === '' ? null : partsOf(name)
    if (parts === null) continue
    const attempt = attempts.get(parts.mark) ?? { began: parts.began, names: [], length: 0 }
    attempt.names.push(name)
    attempt.length += name.length + encodeURIComponent(value).length
    attempts.set(parts.mark, attempt)
  }
  const newestFirst = [...attempts.values()].reverse().toSorted((a, b) => b.began - a.began)
  let together = 0
  for (const [place, { names, length }] of newestFirst.entries()) {
    together += length
    if (place > 0 && (place >= MOST_ATTEMPTS || together > LONGEST_TOGETHER))
      for (const name of names) jar.set(name, '', cookieOptions(0))
  }
}

/** What a cookie's name says of its attempt; null for the name of any other cookie. */
function partsOf(name: string): { base: string; began: number; mark: string } | null {
  const [, base = '', began = '', mark = ''] = /^(.+)\.([0-9a-z]+)\.([\w-]{16})$/.exec(name) ?? []
  return KEPT.map(cookieName).includes(base)
    ? { base, began: Number.parseInt(began, 36), mark }
    : null
}

function markOf(state: string): string {
  return sha256(state).toString('base64url').slice(0, 16)
}
