import 'server-only'
import { supportPaths } from '../../web/support-paths'

const PAGE = /^\/(devices|receipts|activity|call-number|sessions|support)(\/[\w-]+)*$/
/** The query that a confirmation leads back with: how many there were, and what was entered (form-draft.ts). */
const QUERY = /^confirmed=[12](&draft=[\w-]{1,3000})?$/

const DRAFT = /^[\w-]{1,3000}$/

/** In characters, with a form draft; a cookie carries the address as well. */
const LONGEST = 3_500

/** After so many confirmations that changed nothing the person isn't sent for another. */
export const MOST_ROUNDS = 2

/** The path of this portal to return to after the sign-in; the devices page for a text that isn't one. */
export function returnPath(text: unknown): string {
  if (typeof text !== 'string' || text.length > LONGEST) return '/devices'
  const [path = '', ...query] = text.split('?')
  const isOwn = PAGE.test(path) && (query.length === 0 || QUERY.test(query.join('?')))
  return isOwn ? text : '/devices'
}

/** Whether a path is one of the pages for staff, which may ask for more of a sign-in. */
export function isForStaff(path: string): boolean {
  return path === supportPaths.start || path.startsWith(`${supportPaths.start}/`)
}

/** The number of confirmations in a query; 0 for anything that isn't one. */
export function roundsIn(text: unknown): 0 | 1 | 2 {
  return text === '1' ? 1 : text === '2' ? 2 : 0
}

/** The way back from a confirmation, with how many there were (never in a circle) and the form’s input. */
export function confirmedPath(page: unknown, rounds: number, draft: string | null): string {
  const path = typeof page === 'string' && PAGE.test(page) ? page : '/devices'
  const query = `confirmed=${Math.min(rounds + 1, MOST_ROUNDS)}`
  return returnPath(`${path}?${query}${draft === null ? '' : `&draft=${draft}`}`)
}

/** The page of an address, with the sealed draft of its form; the devices page for what isn't one. */
export function draftedPath(page: unknown, draft: unknown): string {
  const path = typeof page === 'string' && PAGE.test(page) ? page : '/devices'
  return typeof draft === 'string' && DRAFT.test(draft) ? `${path}?draft=${draft}` : path
}
