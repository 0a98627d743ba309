import { expect, test } from 'vitest'
import { maskedName } from '@/lib/support/lookup/mask-found'

test('of a name that begins as was typed, what was typed and the first word stay, and initials of the rest @C3', () => {
  for (const [name, typed, shown] of [
    ['Robin Vale', 'ro', 'Robin V…'],
    ['Robin Vale', 'robin va', 'Robin Va…'],
    ['Robin Anna Vale-Moor', 'rob', 'Robin A… V…'],
    ['Robin', 'ro', 'Robin'],
    ['', 'ro', ''],
    ['Robin V', 'ro', 'Robin V'],
    ['Zoë  Ärmel', 'zo', 'Zoë  Ä…'],
  ] as const)
    expect(maskedName(name, typed)).toBe(shown)
})
