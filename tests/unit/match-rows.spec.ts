import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  certainMatches,
  hasPlaceFor,
  hasStayed,
  MATCH_WINDOW_MS,
  matchArrivingState,
  matchKeptStates,
  matchNewPhone,
  noteCandidates,
  phoneCandidates,
  type ExpectedPhone,
} from '@/lib/client-states/sync/match-rows'
import type { OwnedDevice } from '@/lib/devices/list/read-devices'
import type { Device } from '@/lib/devices/model/device'
import { backup, device, phone, temporary, unstated } from '../builders/devices'

const AT = new Date('2026-04-20T09:00:00Z')
const NONE: ReadonlySet<string> = new Set()

const kinds = fc.constantFrom('backup', 'temporary')
/** An instant around {@link AT}, within the window and far beyond it. */
const instants = fc
  .integer({ min: -3 * MATCH_WINDOW_MS, max: 3 * MATCH_WINDOW_MS })
  .map((ms) => new Date(AT.getTime() + ms))

/** Any row: of any kind, heard of or not, with or without a key and a time. */
const rows: fc.Arbitrary<OwnedDevice> = fc
  .record({
    kind: fc.constantFrom('phone', 'backup', 'temporary', 'unknown'),
    id: fc.stringMatching(/^[a-f]{1,2}$/),
    addedAt: fc.option(instants.map((at) => at.toISOString())),
    lastSeenAt: fc.option(fc.constant(AT.toISOString()), { freq: 5 }),
    publicSigningKey: fc.option(fc.constant('key'), { freq: 5 }),
  })
  .map(({ kind, publicSigningKey, ...facts }) => ({
    device: { ...device(kind), ...facts },
    userId: 'AB',
    publicSigningKey,
  }))
/** A list as the service sends it: no key stands in it twice. */
const lists = fc.uniqueArray(rows, { selector: ({ device }) => device.id, maxLength: 12 })
const keptStates = fc
  .uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-z0-9]{1,3}$/),
      kind: kinds,
      deviceId: fc.option(fc.stringMatching(/^[a-f]{1,2}$/)),
      storedAt: instants,
    }),
    { selector: ({ id }) => id, maxLength: 8 },
  )
  .map((states) => {
    // As in the database: no two states are linked to one row.
    const seen = new Set<string>()
    return states.map((state) => {
      if (state.deviceId === null || seen.has(state.deviceId)) return { ...state, deviceId: null }
      seen.add(state.deviceId)
      return state
    })
  })

const isFar = ({ device: { addedAt } }: OwnedDevice, at: Date) =>
  addedAt === null || Math.abs(Date.parse(addedAt) - at.getTime()) > MATCH_WINDOW_MS

describe('rows are matched only where that is certain', () => {
  const seekers = fc.uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-z]{1,2}$/),
      rows: fc.uniqueArray(fc.stringMatching(/^[a-d]$/)).map((ids) => new Set(ids)),
    }),
    { selector: ({ id }) => id, maxLength: 6 },
  )

  test('a row goes to the seeker that has no other, and that shares it with none', () => {
    fc.assert(
      fc.property(seekers, (all) => {
        const matches = certainMatches(all)
        for (const { id, deviceId } of matches) {
          assert.deepEqual([...(all.find((one) => one.id === id)?.rows ?? [])], [deviceId])
          assert.equal(all.filter(({ rows: ids }) => ids.has(deviceId)).length, 1)
        }
        const left = all.filter(({ id }) => !matches.some((match) => match.id === id))
        for (const { id, rows: ids } of left) {
          const [only] = ids
          const isShared = all.some(
            (other) => other.id !== id && only !== undefined && other.rows.has(only),
          )
          assert.ok(ids.size !== 1 || isShared)
        }
      }),
    )
  })

  test('the order in which rows and states come changes nothing', () => {
    const sorted = (matches: { id: string }[]) =>
      matches.toSorted((a, b) => a.id.localeCompare(b.id))
    fc.assert(
      fc.property(keptStates, lists, (states, listed) => {
        const matches = matchKeptStates(states, listed)
        const turned = matchKeptStates(states.toReversed(), listed.toReversed())
        assert.deepEqual(sorted(turned), sorted(matches))
      }),
    )
  })

  test('a kept state gets a row that may be it: of its kind, made around its time, not heard of, and no other state’s', () => {
    fc.assert(
      fc.property(keptStates, lists, (states, listed) => {
        for (const { id, deviceId } of matchKeptStates(states, listed)) {
          const state = states.find((one) => one.id === id)
          const row = listed.find(({ device }) => device.id === deviceId)
          assert.ok(state && row)
          assert.equal(state.deviceId, null)
          assert.ok(!states.some((other) => other.deviceId === deviceId))
          assert.ok(row.publicSigningKey !== null && row.device.lastSeenAt === null)
          assert.ok(row.device.kind === state.kind || row.device.kindSource === 'not-stated')
          assert.ok(!isFar(row, state.storedAt))
        }
      }),
    )
  })

  test('what a state is linked to when it arrives, it is linked to as a kept one; what is taken is never its row', () => {
    const taken = fc.uniqueArray(fc.stringMatching(/^[a-f]{1,2}$/)).map((ids) => new Set(ids))
    fc.assert(
      fc.property(kinds, lists, taken, (kind, listed, ids) => {
        const state = { userId: 'AB', kind, publicSigningKey: null, listed, at: AT } as const
        const row = matchArrivingState({ ...state, taken: ids })
        assert.ok(row.ok && (row.value.deviceId === null || !ids.has(row.value.deviceId)))
        const free = matchArrivingState({ ...state, taken: NONE })
        const kept = { id: 'it', kind, deviceId: null, storedAt: AT } as const
        const [match] = matchKeptStates([kept], listed)
        assert.ok(free.ok)
        assert.equal(free.value.deviceId, match?.deviceId ?? null)
      }),
    )
  })
})

describe('a state that arrives', () => {
  const full = (newest: OwnedDevice) => [
    ...Array.from({ length: 49 }, () => ({
      device: phone(),
      userId: 'AB',
      publicSigningKey: 'key',
    })),
    newest,
  ]
  const arriving = (listed: readonly OwnedDevice[]) => ({
    userId: 'AB',
    kind: 'backup' as const,
    publicSigningKey: null,
    listed,
    taken: NONE,
    at: AT,
  })
  const unknownRow = { deviceId: null, linkedBy: null } as const

  test('has a place among 50 only when one of them may be its own new row', () => {
    const row = (addedAt: Date) => ({
      device: backup({ addedAt: addedAt.toISOString() }),
      userId: 'AB',
      publicSigningKey: 'key',
    })
    const late = new Date(AT.getTime() - MATCH_WINDOW_MS - 1)
    expect(hasPlaceFor(arriving(full(row(AT))), unknownRow)).toBe(true)
    expect(hasPlaceFor(arriving(full(row(late))), unknownRow)).toBe(false)
    const listed = full(row(late))
    const own = { deviceId: listed[0]?.device.id ?? '', linkedBy: 'app' } as const
    expect(hasPlaceFor(arriving(listed), own)).toBe(true)
  })
})

describe('which listed device came of an activation', () => {
  const passed = { deviceId: null, knownDevices: ['old'], facePassedAt: new Date() }
  const old = phone({ id: 'old' })
  const matched = (
    expected: ExpectedPhone,
    devices: readonly Device[],
    taken: ReadonlySet<string> = NONE,
    isSettled = false,
  ) => matchNewPhone(expected, devices, phoneCandidates(expected, devices, taken), () => isSettled)

  test('none that hasn’t stayed before the face check is known to have passed, and none of those that were there', () => {
    expect(matched({ ...passed, facePassedAt: null }, [old, phone()])).toBeNull()
    expect(matched(passed, [old], NONE, true)).toBeNull()
    expect(matched({ ...passed, deviceId: 'old' }, [old], NONE, true)).toBeNull()
    expect(matched(passed, [], NONE, true)).toBeNull()
  })

  test('none when two could be it, or when it is a client state or another activation’s', () => {
    const added = phone()
    expect(matched(passed, [old, added, unstated()], NONE, true)).toBeNull()
    expect(matched(passed, [old, backup(), temporary()], NONE, true)).toBeNull()
    expect(matched(passed, [old, added], new Set([added.id]), true)).toBeNull()
  })

  test('the one that is new, stated or not, beside client states', () => {
    for (const added of [phone(), phone({ kindSource: 'confirmed' }), unstated()])
      expect(matched(passed, [old, added, backup(), temporary()])).toBe(added)
  })

  test('the only one that has stayed, although nobody says anything, or an app tells another key', () => {
    const added = phone()
    const silent = { ...passed, facePassedAt: null }
    expect(matched(silent, [old, added], NONE, true)).toBe(added)
    expect(matched({ ...silent, deviceId: 'made up' }, [old, added], NONE, true)).toBe(added)
    expect(matched({ ...passed, deviceId: 'made up' }, [old, added])).toBeNull()
  })

  test('the one whose key was told, whatever else is new', () => {
    const told = phone()
    const expected = { ...passed, deviceId: told.id }
    expect(matched(expected, [phone(), told, unstated()])).toBe(told)
    expect(matched({ ...expected, facePassedAt: null }, [told])).toBe(told)
  })

  test('a device has stayed only when it was listed all the time; who was told isn’t told again', () => {
    const at = (seconds: number) => new Date(seconds * 1000)
    const [a, b] = [{ id: 'a' }, { id: 'b' }]
    const first = noteCandidates([], [a, b], at(0))
    expect(hasStayed(first, 'a', at(9))).toBe(false)
    expect(hasStayed(first, 'c', at(99))).toBe(false)
    const second = noteCandidates(first, [a], at(5))
    const third = noteCandidates(second, [a, b], at(6))
    expect(hasStayed(third, 'a', at(10))).toBe(true)
    expect(hasStayed(third, 'b', at(10))).toBe(false)
    const told = first.map((noted) => ({ ...noted, told: true }))
    expect(noteCandidates(told, [a], at(9))).toEqual(told)
  })
})
