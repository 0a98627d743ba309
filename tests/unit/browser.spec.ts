import { expect, test } from 'vitest'
import { browserOf, readBrowser } from '@/lib/auth/sessions/browser-name'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const SAID: Record<string, string> = {
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/142.0.0.0 Safari/537.36`]:
    'chrome/windows',
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`]:
    'edge/windows',
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/142.0.0.0 Safari/537.36 OPR/120.0.0.0`]:
    'opera/linux',
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/142.0.0.0 Safari/537.36`]:
    'chrome/chromeos',
  [`Mozilla/5.0 (Linux; Android 10; K) ${webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`]:
    'samsung/android',
  'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0': 'firefox/android',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15':
    'safari/macos',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1':
    'safari/ios',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1':
    'chrome/ios',
  'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15':
    'firefox/ios',
  'curl/8.5.0 (Linux)': 'other/linux',
}

test('a browser is told by family and system, and by nothing finer', () => {
  for (const [said, kept] of Object.entries(SAID)) expect(browserOf(said), said).toBe(kept)
})

test('what says neither, or nothing, is a browser of no name', () => {
  for (const said of [null, '', 'curl/8.5.0', '\0', '<script>', 'Mozilla/5.0'])
    expect(browserOf(said)).toBeNull()
  for (const kept of [null, '', 'netscape/os2', 'firefox', 'firefox/windows/more'])
    expect(readBrowser(kept)).toEqual({ browser: 'other', system: 'other' })
  expect(readBrowser('firefox/windows')).toEqual({ browser: 'firefox', system: 'windows' })
})

test('a header made to be slow isn’t @D9', () => {
  const began = performance.now()
  browserOf('Version/1 '.repeat(10_000))
  browserOf('a'.repeat(100_000))
  // A pattern that goes back and forth would take minutes.
  expect(performance.now() - began).toBeLessThan(5_000)
})
