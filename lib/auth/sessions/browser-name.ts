import 'server-only'
import { z } from 'zod'

// Which browser a session was opened in: fine enough to recognise one's own, too coarse to recognise a person.

export const BROWSERS = [
  'firefox',
  'edge',
  'opera',
  'samsung',
  'chrome',
  'safari',
  'other',
] as const
export const SYSTEMS = ['windows', 'android', 'ios', 'macos', 'chromeos', 'linux', 'other'] as const

export type Browser = {
  readonly browser: (typeof BROWSERS)[number]
  readonly system: (typeof SYSTEMS)[number]
}

// The first that fits: most browsers also name others that they want to pass for, and phones name relatives of their system.
const BROWSER_MARKS = [
  ['edge', /\bEdg(e|A|iOS)?\//],
  ['opera', /\b(OPR|Opera|OPiOS|OPT)\//],
  ['samsung', /\bSamsungBrowser\//],
  ['firefox', /\b(Firefox|FxiOS)\//],
  ['chrome', /\b(Chrome|Chromium|HeadlessChrome|CriOS)\//],
  ['safari', /\bVersion\/[\d.]+ .*\bSafari\//],
] as const satisfies readonly (readonly [Browser['browser'], RegExp])[]

const SYSTEM_MARKS = [
  ['windows', /\bWindows\b/],
  ['android', /\bAndroid\b/],
  ['ios', /\b(iPhone|iPad|iPod)\b/],
  ['chromeos', /\bCrOS\b/],
  ['macos', /\bMac OS X\b/],
  ['linux', /\bLinux\b/],
] as const satisfies readonly (readonly [Browser['system'], RegExp])[]

/** More than any browser says; the rest is ignored. */
const MOST_CHARACTERS = 512

/** The browser behind a `User-Agent`, in the stored form `firefox/windows`. Null when neither is known. */
export function browserOf(userAgent: string | null): string | null {
  const text = userAgent?.slice(0, MOST_CHARACTERS) ?? ''
  const browser = BROWSER_MARKS.find(([, mark]) => mark.test(text))?.[0] ?? 'other'
  const system = SYSTEM_MARKS.find(([, mark]) => mark.test(text))?.[0] ?? 'other'
  return browser === 'other' && system === 'other' ? null : `${browser}/${system}`
}

const stored = z.tuple([z.enum(BROWSERS), z.enum(SYSTEMS)])

/** Reads the stored form of a browser; `other` for what is missing or was stored by another version. */
export function readBrowser(text: string | null): Browser {
  const [browser, system] = stored.safeParse(text?.split('/')).data ?? ['other', 'other']
  return { browser, system }
}
