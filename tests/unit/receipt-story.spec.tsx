import { expect, test } from 'vitest'
import { ReceiptStory } from '@/components/receipts/receipt-story'
import type { RemovalOutcome } from '@/lib/audit/events/events'
import type { Receipt } from '@/lib/devices/receipts/receipt-state'
import { shownText } from './support/render'

// Which answer of the service leads to which outcome: tests/integration/removal.spec.ts.

/** What a receipt says, by the outcome of its removal. */
const SAYS: Record<RemovalOutcome, string> = {
  confirmed: 'Removed, confirmed by the service',
  'already-gone': 'It was already gone',
  'not-yet-confirmed': 'Accepted, not yet confirmed',
  'refused-by-service': 'It could not be removed: the service refused',
  'not-sent': 'nothing was sent to it',
  unknown: 'It could not be confirmed',
}
/** What may be said only where the list no longer shows the device. */
const CERTAIN = /Removed, confirmed|already gone/

const RECEIPT: Receipt = {
  referenceCode: '7K2M-9PQX-4HRT',
  deviceId: 'd'.repeat(32),
  device: {
    fingerprint: 'ABCD-2345',
    kind: 'phone',
    kindSource: 'stated',
    osVersion: 'iOS 17.4',
    addedAt: '2025-01-15T09:00:00.000000000Z',
  },
  reason: 'lost',
  by: 'person',
  state: 'confirmed',
  at: '2026-01-01T12:00:00.000Z',
  until: null,
  waitsForService: false,
  guard: null,
  cleanUp: null,
}

const storyOf = (receipt: Partial<Receipt>) =>
  shownText(<ReceiptStory receipt={{ ...RECEIPT, ...receipt }} now="2026-01-01T12:00:05.000Z" />)

for (const [state, says] of Object.entries(SAYS) as [RemovalOutcome, string][])
  test(`a receipt of a removal that ended as ${state} says “${says}”, and nothing more certain @J4`, () => {
    const text = storyOf({ state })
    expect(text).toContain(says)
    expect(text).toContain('12:00')
    expect(CERTAIN.test(text)).toBe(state === 'confirmed' || state === 'already-gone')
  })

test('while a removal waits for the service, and where it came to nothing, the receipt says that the device can still be used', () => {
  for (const state of ['scheduled', 'kept', 'abandoned'] as const) {
    const text = storyOf({ state, waitsForService: true, guard: 'last-phone' })
    expect(text).toMatch(/still works?/)
    expect(CERTAIN.test(text)).toBe(false)
  }
  const kept = storyOf({ state: 'kept', waitsForService: true, guard: 'last-phone' })
  expect(kept).toContain('lost more than you agreed to')
  expect(kept).toContain('This is your last phone')
  // Nobody knows when the service will be back.
  expect(storyOf({ state: 'scheduled', waitsForService: true })).not.toMatch(/12:00|second/)
})
