import { expect, test } from 'vitest'
import { nameForAgent } from '@/lib/platform/visible-text'
import { LURES, XSS_TEXTS } from '../builders/hostile-text'

test('a name that a person chose reaches an agent only where it can be no address, no number to call and no markup @D6', () => {
  for (const name of ['Work phone', 'Ada’s iPhone 15', 'נייד', 'Büro-Handy 2'])
    expect(nameForAgent(name)).toBe(name)
  const numbersAndAddresses = LURES.filter((lure) => /\d{5}|\d+\D+\d{3}|[.@:/]/.test(lure))
  expect(numbersAndAddresses.length).toBeGreaterThan(8)
  for (const text of [...numbersAndAddresses, ...XSS_TEXTS, 'x'.repeat(25), '', ' x', '٠٨٠٠١٠٠٢٠٠'])
    expect(nameForAgent(text), text).toBeNull()
  expect(nameForAgent(null)).toBeNull()
})
