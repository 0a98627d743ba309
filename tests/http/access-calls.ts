import type { Access } from '../builders/access'
import {
  addressOf,
  argumentsFor,
  AT_DESK,
  NUMBER,
  WHO,
  type Cast,
  type Target,
  type Who,
} from './access-cast'
import type { AccessScene } from './access-scene'
import type { BuiltAction } from './built'
import { codeOf, postWithoutScript, postWithScript, type Posted } from './post-action'

/** Who may use what there is, about the person that all of this is about. */
const MAY: Partial<Record<string, readonly Who[]>> = {
  everybody: WHO,
  handshake: WHO,
  own: ['owner'],
  support: ['support'],
  auditor: ['auditor'],
  token: [],
  provider: [],
}

export function may(who: Who, access: Access | undefined): boolean {
  return MAY[access ?? '']?.includes(who) ?? false
}

export function isSignedIn(who: Who): boolean {
  return who !== 'anonymous' && who !== 'expired' && who !== 'revoked'
}

/** Actions that say by where they lead, or by nothing, that they refused. */
export const SIGNING = /^sign-in\./

type Call = [action: BuiltAction, args: readonly unknown[], headers: Record<string, string>]
type Way = (portal: string, page: string, ...call: Call) => Promise<Posted>

export const OWN_PAGE = 'its own page'
const START_PLAIN = 'the start page, without script'
const WAYS: Record<string, Way> = {
  [OWN_PAGE]: (_, page, ...call) => postWithScript(page, ...call),
  'its own page, without script': (_, page, ...call) => postWithoutScript(page, ...call),
  'the start page': (portal, _, ...call) => postWithScript(`${portal}/`, ...call),
  [START_PLAIN]: (portal, _, ...call) => postWithoutScript(`${portal}/`, ...call),
  'a public page, as a prefetch': (portal, _, action, args, headers) =>
    postWithScript(`${portal}/signed-out`, action, args, {
      ...headers,
      purpose: 'prefetch',
      'sec-purpose': 'prefetch',
      'next-router-prefetch': '1',
    }),
}

export const ALL_WAYS = Object.keys(WAYS)
export const TWO_WAYS = [OWN_PAGE, START_PLAIN]

/** An action that somebody called. */
export interface Cell {
  action: BuiltAction
  who: Who
  way: string
  posted: Posted
}

/** Whom it is tried by, with what, and with which headers in place of a page's own. */
export interface Try {
  action: BuiltAction
  who: Who
  target: Target
  headers?: Record<string, string>
}

/** Calls an action with everything that names the target, in each of the ways. */
export async function callIn(
  { scene, cast }: { scene: AccessScene; cast: Cast },
  { action, who, target, headers }: Try,
  ways: readonly string[],
): Promise<Cell[]> {
  const page = `${scene.portal}${addressOf(ownPage(action), target)}`
  const cookie = cast.cookieOf(who, action.access)
  const sent = { cookie, ...(headers ?? { origin: scene.portal }) }
  const calls = argumentsFor(action, target).flatMap((args) =>
    ways.flatMap((way) => ({ way, post: WAYS[way], args })),
  )
  const cells = await Promise.all(
    calls.map(async ({ way, post, args }) => {
      if (!post) throw new Error(`there is no way ${way}`)
      return { action, who, way, posted: await post(scene.portal, page, action, args, sent) }
    }),
  )
  // Whoever has signed out comes with a new sign-in to what is next.
  if (/^sign-in\.signOut(Completely)?Action$/.test(action.name) && !headers) await cast.renew(who)
  return cells
}

/** A page that carries the action; of the desk's pages only where it is the desk's. */
function ownPage({ pages, access }: BuiltAction): string {
  const atDesk = AT_DESK.has(access ?? '')
  return pages.find((page) => page.startsWith('/support') === atDesk) ?? pages[0] ?? '/'
}

/** What is wrong with the answer to somebody who may not. */
export function refusalProblems({ action, who, way, posted }: Cell, target: Target): string[] {
  const { name, access } = action
  const problem = (what: string) => [`${name}, ${who}, through ${way}: ${what}`]
  if (posted.status >= 500) return problem(`answers ${posted.status}`)
  // Where a sign-in leads back to is no secret from whoever asked for it.
  const leads = posted.location === null ? '' : new URL(posted.location).pathname
  const isTheirs = isSignedIn(who) && access === 'own'
  const names = Object.values(target).some((id) => leads.includes(id))
  if (names || (NUMBER.test(leads) && !isTheirs)) return problem(`leads to ${leads}`)
  // Without script there is only a page to read, and what was done.
  if (way.includes('without script') || access === 'everybody' || SIGNING.test(name)) return []
  if (isTheirs) return []
  const expected = isSignedIn(who) ? 'not-allowed' : 'signed-out'
  const code = codeOf(posted)
  return code === expected ? [] : problem(`says ${code}, not ${expected}`)
}

/** An answer without what it repeats of the question, without moments and new numbers. */
export function plain({ status, location, value }: Posted, target: Target): string {
  const path = location && new URL(location).pathname
  const text = JSON.stringify([status, path, value ?? null])
  const named = Object.values(target).reduce((left, id) => left.replaceAll(id, 'it'), text)
  return named
    .replaceAll(new RegExp(NUMBER, 'g'), 'it')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
}

/** Whether an answer says that the post came from elsewhere; who is signed in is led to their devices by the start page. */
export function isRefusal(posted: Posted, portal: string): boolean {
  const { status, location, value, cookies } = posted
  if (cookies.length > 0) return false
  if (status >= 400 || ['elsewhere', 'failed'].includes(codeOf(posted) ?? '')) return true
  if (location === null) return value === undefined
  return location === `${portal}/` || location === `${portal}/devices`
}
