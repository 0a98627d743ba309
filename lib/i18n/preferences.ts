/** How a page looks: as the system says, or as the person chose. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const THEME_COOKIE = 'theme'
/** Set by the page itself: the server can't know a browser's time zone otherwise. */
export const TIME_ZONE_COOKIE = 'portal.time-zone'
