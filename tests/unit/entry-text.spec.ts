import { expect, test } from 'vitest'
import { entryText } from '@/components/audit/entry-text'
import { typeText } from '@/components/audit/type-text'
import { EVENT_TYPES } from '@/lib/audit/events/events'
import { messagesOf } from '@/lib/i18n/catalogue'
import { translator } from '@/lib/i18n/translator'
import { EVENTS } from '../builders/events'

const t = translator('en', messagesOf('en'))

test('every event has words for the person, on a device and for an auditor, and none has a gap @I1', () => {
  expect(new Set(EVENTS.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES))
  for (const event of EVENTS)
    for (const voice of ['device', 'own', 'auditor'] as const) {
      const text = entryText(event, voice, t)
      expect(text, `${event.type}, ${voice}`).toMatch(/^[A-ZÀ-Þ]/)
      expect(text, `${event.type}, ${voice}`).not.toMatch(/[{}]|undefined|null/)
    }
})

test('every type has a name to choose it by, and no two have the same', () => {
  const names = EVENT_TYPES.map((type) => typeText(type, t))
  expect(new Set(names).size).toBe(EVENT_TYPES.length)
})

test('no words carry a ticket, whoever reads them', () => {
  for (const event of EVENTS)
    for (const voice of ['device', 'own', 'auditor'] as const)
      expect(entryText(event, voice, t)).not.toContain('INC 4711')
})

test('a person is told “you”, an auditor never is', () => {
  for (const event of EVENTS)
    expect(entryText(event, 'auditor', t), event.type).not.toMatch(/\byour?\b/i)
})
