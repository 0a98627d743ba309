import { expect, test } from 'vitest'
import { ENTRY_FINDINGS, type Finding } from '@/lib/audit/integrity/verify-log'
import { PLACE_FINDINGS } from '@/lib/audit/integrity/verify-places'
import { messagesOf } from '@/lib/i18n/catalogue'
import { findingText, looksLikeAnotherSecret } from '@/lib/audit/integrity/finding-text'
import { translator } from '@/lib/i18n/translator'

const t = translator('en', messagesOf('en'))
const WHATS = [...ENTRY_FINDINGS, ...PLACE_FINDINGS]

test('what is found is located, in words of its own', () => {
  const findings: Finding[] = [
    ...WHATS.map((what) => ({ what, entry: 12_431 })),
    { what: 'missing', entry: 12_431, to: 12_431 },
    { what: 'missing', entry: 12_431, to: 12_440 },
    { what: 'rolled-back', entry: 12_431, to: 12_440 },
    { what: 'actor-unknown', entry: 12_431, actor: 'a name' },
  ]
  const texts = findings.map((finding) => findingText(finding, t))
  expect(new Set(texts).size).toBe(findings.length)
  for (const text of texts) expect(text).toContain('12431')
  for (const text of texts.slice(9, 11)) expect(text).toContain('12440')
  expect(findingText({ what: 'actor-altered', actor: 'a name' }, t)).toContain('a name')
})

test('only where much was altered and nothing else is wrong may the secret be another one', () => {
  const altered = Array.from({ length: 20 }, (_, place) => ({
    what: 'altered' as const,
    entry: place,
  }))
  expect(looksLikeAnotherSecret(altered)).toBe(true)
  expect(looksLikeAnotherSecret(altered.slice(0, 10))).toBe(false)
  expect(looksLikeAnotherSecret([...altered, { what: 'head', entry: 21 }])).toBe(false)
  expect(looksLikeAnotherSecret([])).toBe(false)
})
