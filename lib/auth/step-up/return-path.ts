import 'server-only'

const PAGE = /^\/(devices|receipts|activity|sessions|support)(\/[\w-]+)*$/
/** What a page is come back to with from a confirmation: how many there were, and what was entered (entered.ts). */
const QUERY = /^confirmed=[12](&entered=[\w-]{1,3000})?$/

/** With all that may be entered; the address comes back in a cookie as well. */
const LONGEST = 3_500

/** How many confirmations that changed nothing it takes until the person isn't sent for another. */
export const MOST_ROUNDS = 2

/** A path of this portal to return to after the sign-in; the devices page for everything that isn't one. */
export function returnPath(text: unknown): string {
  if (typeof text !== 'string' || text.length > LONGEST) return '/devices'
  const [path = '', ...query] = text.split('?')
  const isOwn = PAGE.test(path) && (query.length === 0 || QUERY.test(query.join('?')))
  return isOwn ? text : '/devices'
}

/** The rounds that a page was told of; 0 for whatever isn't a number of them. */
export function roundsIn(text: unknown): 0 | 1 | 2 {
  return text === '1' ? 1 : text === '2' ? 2 : 0
}

/**
 * The way back from a confirmation: it says how many there were by then, so that nobody is asked in a circle, and what was
 * entered before it.
 */
export function confirmedPath(page: unknown, rounds: number, entered: string | null): string {
  const path = typeof page === 'string' && PAGE.test(page) ? page : '/devices'
  const query = `confirmed=${Math.min(rounds + 1, MOST_ROUNDS)}`
  return returnPath(`${path}?${query}${entered === null ? '' : `&entered=${entered}`}`)
}
