import { expect, test } from 'vitest'
import { ListFailureCard } from '@/components/devices/states/list-failure'
import type { RecognizeErrorCode } from '@/lib/recognize/errors'
import { markupOf, shownText } from './support/render'

// Which fault of the service has which code: tests/integration/recognize-client.spec.ts.

/** What a page says instead of a list, by the code of what happened. */
const SAYS = {
  'key-refused': 'doesn’t accept this portal',
  rejected: 'refused the request',
  busy: 'Too much is going on',
  unavailable: 'a problem of its own',
  timeout: 'takes too long',
  unreachable: 'can’t be reached',
  'unexpected-answer': 'can’t rely on',
} as const satisfies Partial<Record<RecognizeErrorCode, string>>

const cardFor = (code: keyof typeof SAYS | 'not-known') => (
  <ListFailureCard problem={{ code, reference: '7K2M-9PQX' }} onRetry={() => undefined} />
)

for (const [code, says] of Object.entries(SAYS) as [keyof typeof SAYS, string][])
  test(`where the list can’t be read (${code}) the page says “${says}”, never looks like “no devices”, and leads on @J1 @J4`, () => {
    const text = shownText(cardFor(code))
    expect(text).toContain(says)
    expect(text).toContain('This doesn’t mean that you have none')
    expect(text).not.toContain('No devices yet')
    expect(text).toContain('7K2M-9PQX')
    expect(markupOf(cardFor(code))).toMatch(/<a [^>]*href="\/devices"[^>]*>Try again<\/a>/)
  })

test('each cause has words of its own', () => {
  const texts = (Object.keys(SAYS) as (keyof typeof SAYS)[]).map((code) => shownText(cardFor(code)))
  expect(new Set(texts).size).toBe(texts.length)
})

test('whom the service doesn’t know is told so, and not that they have no devices', () => {
  const text = shownText(cardFor('not-known'))
  expect(text).toContain('Face sign-in isn’t set up yet')
  expect(text).not.toContain('No devices yet')
})
