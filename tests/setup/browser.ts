import { existsSync } from 'node:fs'

const DEBIAN = '/usr/bin/chromium'

/** Debian's Chromium where it is installed; undefined means Playwright's own. */
export const browserPath = existsSync(DEBIAN) ? DEBIAN : undefined
