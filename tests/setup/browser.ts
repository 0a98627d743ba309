import { existsSync } from 'node:fs'

// The shell has no window to draw, which costs a fifth less.
const DEBIAN = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** Debian's Chromium where it is installed; undefined means Playwright's own. */
export const browserPath = DEBIAN.find((path) => existsSync(path))
