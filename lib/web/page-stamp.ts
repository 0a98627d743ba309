/**
 * The name of the stamp that says for whom a page was made: the field of its forms, the header of its scripts' requests
 * and, with `data-` before it, the attribute of the page. Safe in the browser.
 */
export const PAGE_STAMP = 'page-stamp'

/** Why nothing was done: the page was made for another person · an older portal made it. */
export const STALE_PAGES = ['other-person', 'older-page'] as const
export type StalePage = (typeof STALE_PAGES)[number]

/** Addresses beside paths.ts, because every page carries them before anything else. */
export const stalePaths = {
  /** The stamp of the person who is signed in now. */
  stamp: '/api/page-stamp',
  /** Says why nothing was done. */
  notDone: '/not-done',
  /** No page: it leaves the document, with all that its scripts know, and leads on to `notDone`. */
  leave: '/not-done/leave',
} as const

/** Leads away from a page that is out of date, to the words why. From there `page` can be loaded anew. */
export function leaveStalePage(problem: StalePage, page: string): string {
  return `${stalePaths.leave}?${new URLSearchParams({ problem, return: page })}`
}
