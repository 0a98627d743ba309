/** The appearance of a page: as the system says, or as the person chose. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const THEME_COOKIE = 'theme'
/** The page itself sets it: only the browser knows its time zone. So it also tells that the browser runs script. */
export const TIME_ZONE_COOKIE = 'portal.time-zone'
