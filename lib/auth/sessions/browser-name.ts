import 'server-only'
import { z } from 'zod'

// Which browser a sign-in was made in: as coarse as people know their own by, and too coarse to know a person by.

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

// The first that fits: most browsers name others that they want to be taken for, and phones name their system's relatives.
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

/** More than any browser says; the rest is not looked at. */
const MOST_CHARACTERS = 512

/** The browser behind a `User-Agent`, as it is kept: `firefox/windows`. Null when there is none or it says neither. */
export function browserOf(userAgent: string | null): string | null {
  const text = userAgent?.slice(0, MOST_CHARACTERS) ?? ''
  const browser = BROWSER_MARKS.find(([, mark]) => mark.test(text))?.[0] ?? 'other'
  const system = SYSTEM_MARKS.find(([, mark]) => mark.test(text))?.[0] ?? 'other'
  return browser === 'other' && system === 'other' ? null : `${browser}/${system}`
}

const kept = z.tuple([z.enum(BROWSERS), z.enum(SYSTEMS)])

/** What was kept of a browser; all of it `other` when nothing was, or another version kept it. */
export function readBrowser(text: string | null): Browser {
  const [browser, system] = kept.safeParse(text?.split('/')).data ?? ['other', 'other']
  return { browser, system }
}
