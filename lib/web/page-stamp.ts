/**
 * The name of the stamp that says for whom a page was made: the field of its forms, the header of its scripts' requests
 * and, with `data-` before it, the attribute of the page. Safe in the browser.
 */
export const PAGE_STAMP = 'page-stamp'

/** Why nothing was done: the page was made for another person · an older portal made it. */
export const STALE_PAGES = ['other-person', 'older-page'] as const
export type StalePage = (typeof STALE_PAGES)[number]
