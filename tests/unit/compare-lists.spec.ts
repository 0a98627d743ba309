import { expect, test } from 'vitest'
import fc from 'fast-check'
import {
  BELIEVED_GONE_MS,
  compareLists,
  HAND_IN_GRACE_MS,
  MOST_CHANGES,
  RETURN_GRACE_MS,
  unsettledRows,
  type Comparison,
  type Explanation,
  type KnownRow,
  type ListedRow,
  type Reading,
} from '@/lib/devices/outside/compare-lists'

const AT = new Date('2026-11-30T12:00:00Z')
const inMs = (ms: number) => new Date(AT.getTime() + ms)

function listed(deviceId: string, changes: Partial<ListedRow['device']> = {}): ListedRow {
  const device = {
    fingerprint: 'ABCD-2345',
    kind: 'phone',
    kindSource: 'stated',
    osVersion: 'iOS 17.4',
    addedAt: '2025-01-15T09:00:00.000Z',
    ...changes,
  } as const
  return { deviceId, device, state: null, doubt: null }
}

const known = (deviceId: string, changes: Partial<KnownRow> = {}): KnownRow => ({
  ...listed(deviceId),
  missingSince: null,
  removedAt: null,
  returnedAt: null,
  appearedAt: null,
  ...changes,
})

const reading = (changes: Partial<Reading>): Reading => ({
  known: [],
  listed: [],
  at: AT,
  isFirst: false,
  explanations: new Map(),
  ...changes,
})

const told = (one: Partial<Reading>) =>
  compareLists(reading(one)).changes.map(({ what, deviceId }) => `${what} ${deviceId}`)

/** What is known after a comparison was kept. */
function after(before: readonly KnownRow[], { kept, forgotten }: Comparison): KnownRow[] {
  const rows = new Map(before.map((row) => [row.deviceId, row]))
  for (const row of kept) rows.set(row.deviceId, row)
  for (const id of forgotten) rows.delete(id)
  return [...rows.values()]
}

test('the first reading tells nobody, however many rows there are', () => {
  const rows = Array.from({ length: 200 }, (_, place) => listed(`d${place}`))
  const comparison = compareLists(reading({ listed: rows, isFirst: true }))
  expect(comparison).toMatchObject({ changes: [], forgotten: [], lookAgainAt: null })
  expect(comparison.kept).toHaveLength(200)
})

test('one answer without a row says nothing: it must be missing for minutes, in two readings', () => {
  const [one, two] = [known('a'), known('b')]
  const first = compareLists(reading({ known: [one, two], listed: [listed('a')] }))
  expect(first).toMatchObject({ changes: [], forgotten: [], lookAgainAt: inMs(BELIEVED_GONE_MS) })
  const missing = after([one, two], first)
  const soon = { known: missing, listed: [listed('a')], at: inMs(BELIEVED_GONE_MS - 1) }
  expect(told(soon)).toEqual([])
  expect(told({ ...soon, at: inMs(BELIEVED_GONE_MS) })).toEqual(['vanished b'])
  // It is there again: the time begins anew.
  const found = compareLists(reading({ ...soon, listed: [listed('a'), listed('b')] }))
  expect(found).toMatchObject({ changes: [], lookAgainAt: null })
  expect(told({ ...soon, known: after(missing, found), at: inMs(2 * BELIEVED_GONE_MS) })).toEqual(
    [],
  )
})

test('an empty answer makes no row vanish at once', () => {
  const comparison = compareLists(reading({ known: [known('a'), known('b')] }))
  expect(comparison).toMatchObject({ changes: [], forgotten: [] })
})

test('a removed device that is listed again came back, once, and again after the next removal', () => {
  const removed = known('a', { removedAt: AT })
  const back = { known: [removed], listed: [listed('a')], at: inMs(RETURN_GRACE_MS + 1) }
  // An answer that is as old as the removal.
  expect(told({ ...back, at: AT })).toEqual([])
  expect(told({ ...back, at: inMs(RETURN_GRACE_MS) })).toEqual([])
  // What a removal may leave behind.
  expect(told({ ...back, listed: [{ ...listed('a'), state: 'DEACTIVATED' }] })).toEqual([])
  expect(told({ ...back, explanations: new Map([['a', 'here']]) })).toEqual([])
  const first = compareLists(reading(back))
  expect(first.changes).toMatchObject([{ what: 'came-back', deviceId: 'a', removedAt: AT }])
  const returned = after(back.known, first)
  expect(told({ ...back, known: returned })).toEqual([])
  // Gone once more, from outside: the next return is noticed too.
  const gone = after(
    returned,
    compareLists(
      reading({ known: [known('a', { ...returned[0], missingSince: AT })], at: inMs(3600_000) }),
    ),
  )
  expect(told({ known: gone, listed: [listed('a')], at: inMs(7200_000) })).toEqual(['came-back a'])
})

test('a removed device that came back is told even by the first reading', () => {
  const back = { known: [known('a', { removedAt: AT, device: null })], isFirst: true }
  expect(told({ ...back, listed: [listed('a'), listed('b')], at: inMs(60_000) })).toEqual([
    'came-back a',
  ])
})

test('the service’s word is told with both words, and never while a removal may have changed it', () => {
  const blocked = { ...listed('a'), state: 'BLOCKED' }
  const changed = { known: [known('a')], listed: [blocked] }
  expect(compareLists(reading(changed)).changes).toMatchObject([
    { what: 'changed', deviceId: 'a', from: null, to: 'BLOCKED' },
  ])
  expect(told({ ...changed, explanations: new Map([['a', 'later']]) })).toEqual([])
})

test('a client state that was just made may be on its way to the portal; a phone is told at once', () => {
  const fresh = { addedAt: inMs(-1_000).toISOString() }
  expect(told({ listed: [listed('a', fresh)] })).toEqual(['appeared a'])
  for (const kind of ['backup', 'temporary', 'unknown'] as const) {
    const one = { listed: [listed('a', { ...fresh, kind })] }
    expect(compareLists(reading(one))).toMatchObject({
      changes: [],
      kept: [],
      lookAgainAt: inMs(HAND_IN_GRACE_MS - 1_000),
    })
    expect(told({ ...one, at: inMs(HAND_IN_GRACE_MS) })).toEqual(['appeared a'])
  }
})

const anyId = fc.constantFrom(...'abcdefgh')
const anyState = fc.constantFrom(null, null, 'BLOCKED')
const anyTime = fc.option(fc.integer({ min: -900_000, max: 0 }).map(inMs))
const anyListed = fc.uniqueArray(
  fc.tuple(anyId, anyState).map(([id, state]): ListedRow => ({ ...listed(id), state })),
  { selector: ({ deviceId }) => deviceId },
)
const anyKnown = fc.uniqueArray(
  fc
    .record({
      id: anyId,
      state: anyState,
      missingSince: anyTime,
      removedAt: anyTime,
      returned: fc.boolean(),
    })
    .map(({ id, returned, removedAt, ...row }) =>
      known(id, { ...row, removedAt, returnedAt: returned && removedAt ? AT : null }),
    ),
  { selector: ({ deviceId }) => deviceId },
)
const anyExplanations = fc
  .array(fc.tuple(anyId, fc.constantFrom<Explanation>('here', 'later')))
  .map((entries) => new Map(entries))
const anyReading = fc
  .record({
    known: anyKnown,
    listed: anyListed,
    explanations: anyExplanations,
    isFirst: fc.boolean(),
  })
  .map(reading)

test('whatever is read: each change is told once, and the order of rows decides nothing', () => {
  fc.assert(
    fc.property(anyReading, (one) => {
      const comparison = compareLists(one)
      const rows = after(one.known, comparison)
      expect(compareLists({ ...one, known: rows, isFirst: false }).changes).toEqual([])
      const turned = { known: one.known.toReversed(), listed: one.listed.toReversed() }
      expect(compareLists({ ...one, ...turned })).toEqual(comparison)
    }),
  )
})

test('whatever is read: what the portal explains is never told, and what it is asked about covers all that is told', () => {
  fc.assert(
    fc.property(anyReading, (one) => {
      const asked = new Set(unsettledRows(one))
      for (const { what, deviceId, ...change } of compareLists(one).changes) {
        expect(asked).toContain(deviceId)
        const explanation = one.explanations.get(deviceId)
        // A finished act doesn't explain a new word of the service.
        if (what !== 'changed') expect(explanation).toBeUndefined()
        else expect(explanation).not.toBe('later')
        const row = one.known.find((known) => known.deviceId === deviceId)
        if (what === 'came-back') expect(change).toMatchObject({ removedAt: row?.removedAt })
        if (what === 'appeared') expect(row).toBeUndefined()
        if (what === 'vanished')
          expect(
            AT.getTime() - (row?.missingSince?.getTime() ?? AT.getTime()),
          ).toBeGreaterThanOrEqual(BELIEVED_GONE_MS)
      }
    }),
  )
})

test('whatever is read twice without a change: nothing is written, and nothing is left to decide', () => {
  fc.assert(
    fc.property(anyListed, (rows) => {
      const first = compareLists(reading({ listed: rows, isFirst: true }))
      const again = compareLists(reading({ listed: rows, known: first.kept }))
      expect(again).toEqual({ kept: [], forgotten: [], changes: [], lookAgainAt: null })
    }),
  )
})

test('more changes than are told at once are told by the next readings, each once', () => {
  const rows = Array.from({ length: 2 * MOST_CHANGES + 7 }, (_, place) => listed(`d${place}`))
  const seen: string[] = []
  let rest: KnownRow[] = [known('z')]
  for (const count of [MOST_CHANGES, MOST_CHANGES, 7]) {
    const comparison = compareLists(reading({ known: rest, listed: [...rows, listed('z')] }))
    expect(comparison.changes).toHaveLength(count)
    expect(comparison.lookAgainAt === null).toBe(count === 7)
    seen.push(...comparison.changes.map(({ deviceId }) => deviceId))
    rest = after(rest, comparison)
  }
  expect(new Set(seen).size).toBe(rows.length)
})
