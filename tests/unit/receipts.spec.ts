import { expect, test } from 'vitest'
import { REMOVAL_OUTCOMES, type AuditEvent, type RememberedDevice } from '@/lib/audit/events/events'
import type { AuditEntry } from '@/lib/audit/log/audit-log'
import { receiptsFrom } from '@/lib/devices/receipts/receipts'

const remembered: RememberedDevice = {
  fingerprint: 'ABCD-2345',
  kind: 'phone',
  kindSource: 'stated',
  osVersion: 'iOS 17.4',
  addedAt: '2025-01-15T09:00:00.000000000Z',
}

function entry(event: AuditEvent, correlationId: string, second: number): AuditEntry {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, second))
  return { ...event, at, correlationId, userId: 'AB', deviceId: `device of ${correlationId}` }
}

const intended = (number: string, second: number) =>
  entry(
    { type: 'removal-intended', version: 1, detail: { reason: 'lost', device: remembered } },
    number,
    second,
  )
const finished = (number: string, second: number, outcome: (typeof REMOVAL_OUTCOMES)[number]) =>
  entry({ type: 'removal-finished', version: 1, detail: { outcome } }, number, second)

test('an intent without an outcome is still running, never taken for done', () => {
  expect(receiptsFrom([intended('A', 1)])).toMatchObject([
    { referenceCode: 'A', state: 'running', at: '2026-01-01T00:00:01.000Z' },
  ])
})

test('the outcome of another removal is never borrowed', () => {
  const receipts = receiptsFrom([intended('A', 1), finished('B', 2, 'confirmed')])
  expect(receipts.map(({ state }) => state)).toEqual(['running'])
})

test('an outcome alone, a refusal or any other entry makes no receipt', () => {
  const refused: AuditEvent = {
    type: 'removal-refused',
    version: 1,
    detail: { reason: 'sold', guard: 'last-phone', device: remembered },
  }
  const named: AuditEvent = { type: 'device-renamed', version: 1, detail: { named: true } }
  const entries = [finished('A', 1, 'confirmed'), entry(refused, 'B', 2), entry(named, 'C', 3)]
  expect(receiptsFrom(entries)).toEqual([])
  expect(receiptsFrom([])).toEqual([])
})

for (const outcome of REMOVAL_OUTCOMES)
  test(`the receipt states ${outcome} at the moment it was decided, in either order of entries`, () => {
    const pair = [intended('A', 1), finished('A', 5, outcome)]
    const receipt = {
      referenceCode: 'A',
      deviceId: 'device of A',
      device: remembered,
      reason: 'lost',
      by: 'person',
      state: outcome,
      at: '2026-01-01T00:00:05.000Z',
      until: null,
      waitsForService: false,
      guard: null,
      cleanUp: null,
    }
    expect(receiptsFrom(pair)).toEqual([receipt])
    expect(receiptsFrom(pair.reverse())).toEqual([receipt])
  })

test('what support asked for says so, and nothing else does', () => {
  const bySupport: AuditEvent = {
    type: 'removal-by-support',
    version: 1,
    detail: { reason: 'lost', ticket: 'HB-1', callerCheck: 'agents-word', approval: null },
  }
  const entries = [intended('A', 1), entry(bySupport, 'A', 1), intended('B', 2)]
  expect(receiptsFrom(entries).map(({ referenceCode, by }) => [referenceCode, by])).toEqual([
    ['A', 'support'],
    ['B', 'person'],
  ])
})

test('an outcome that was open at first is what it was settled as later', () => {
  const entries = [
    intended('A', 1),
    finished('A', 2, 'not-yet-confirmed'),
    finished('A', 9, 'confirmed'),
  ]
  for (const order of [entries, entries.toReversed()])
    expect(receiptsFrom(order)).toMatchObject([
      { state: 'confirmed', at: '2026-01-01T00:00:09.000Z' },
    ])
})

test('receipts keep the order of their intents', () => {
  const entries = [
    finished('A', 6, 'unknown'),
    intended('B', 3),
    finished('C', 5, 'confirmed'),
    intended('C', 2),
    intended('A', 1),
  ]
  expect(
    receiptsFrom(entries).map(({ referenceCode, state }) => `${referenceCode} ${state}`),
  ).toEqual(['B running', 'C confirmed', 'A unknown'])
})

const held = (number: string, second: number, cleanUp: string | null = null) =>
  entry(
    {
      type: 'removal-held',
      version: 1,
      detail: {
        reason: 'sold',
        device: remembered,
        until: '2026-01-01T00:01:01.000Z',
        cleanUp,
      },
    },
    number,
    second,
  )
const cancelled = (number: string, second: number) =>
  entry({ type: 'removal-cancelled', version: 1, detail: { why: 'undone' } }, number, second)

test('a removal that waits says until when, and for which clean-up', () => {
  expect(receiptsFrom([held('A', 1, 'C-1')])).toMatchObject([
    { state: 'scheduled', reason: 'sold', until: '2026-01-01T00:01:01.000Z', cleanUp: 'C-1' },
  ])
})

test('what was undone is never shown as removed, and what was removed never as waiting', () => {
  const ends = [
    [[held('A', 1), cancelled('A', 2)], 'cancelled'],
    [[held('A', 1), intended('A', 61)], 'running'],
    [[held('A', 1), intended('A', 61), finished('A', 62, 'confirmed')], 'confirmed'],
    // A clock that was set back in between changes nothing about it.
    [[held('A', 50), intended('A', 20), finished('A', 10, 'confirmed')], 'confirmed'],
    [[held('A', 1), finished('A', 61, 'already-gone')], 'already-gone'],
  ] as const
  for (const [entries, state] of ends)
    for (const order of [entries, entries.toReversed()])
      expect(receiptsFrom(order)).toMatchObject([{ referenceCode: 'A', state }])
})

test('a guard that kept a device when the wait was over is named', () => {
  const refused: AuditEvent = {
    type: 'removal-refused',
    version: 1,
    detail: { reason: 'sold', guard: 'last-phone', device: remembered },
  }
  expect(receiptsFrom([held('A', 1), entry(refused, 'A', 61)])).toMatchObject([
    { state: 'kept', guard: 'last-phone' },
  ])
})
