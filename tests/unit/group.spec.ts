import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { isUsableAtService } from '@/lib/devices/model/device'
import { DISPLAY_ORDER, groupDevices } from '@/lib/devices/model/group-devices'
import { anyDevices, phone } from '../builders/devices'

test('every row is in exactly one group, the one of its kind', () => {
  fc.assert(
    fc.property(anyDevices, (devices) => {
      const groups = groupDevices(devices)
      assert.deepEqual(Object.keys(groups), DISPLAY_ORDER)
      const shown = DISPLAY_ORDER.flatMap((kind) => groups[kind])
      assert.equal(shown.length, devices.length)
      assert.deepEqual(new Set(shown), new Set(devices))
      for (const kind of DISPLAY_ORDER)
        assert.ok(groups[kind].every((device) => device.kind === kind))
    }),
  )
})

test('the order never depends on the order of the service', () => {
  const withShuffle = anyDevices.chain((devices) =>
    fc.tuple(
      fc.constant(devices),
      fc.shuffledSubarray(devices, { minLength: devices.length, maxLength: devices.length }),
    ),
  )
  fc.assert(
    fc.property(withShuffle, ([devices, shuffled]) => {
      assert.deepEqual(groupDevices(shuffled), groupDevices(devices))
    }),
  )
})

test('the list that came in is left as it was', () => {
  fc.assert(
    fc.property(anyDevices, (devices) => {
      const before = [...devices]
      groupDevices(devices)
      assert.deepEqual(devices, before)
    }),
  )
})

test('inactive rows come last, rows without a date last among their like, the newest first', () => {
  const table = {
    newest: phone({ addedAt: '2026-03-02T10:11:12.242194379Z' }),
    nanosecondOlder: phone({ addedAt: '2026-03-02T10:11:12.242194378Z' }),
    oldest: phone({ addedAt: '2020-01-02T03:04:05.000000000Z' }),
    undated: phone({ addedAt: null }),
    inactiveNew: phone({ addedAt: '2027-01-01T00:00:00.000000000Z', inactiveState: 'SUSPENDED' }),
    inactiveUndated: phone({ addedAt: null, inactiveState: 'SUSPENDED' }),
  }
  const expected = Object.values(table)
  expect(groupDevices([...expected].reverse()).phone).toEqual(expected)
})

test('no usable row ever stands below an unusable one', () => {
  fc.assert(
    fc.property(anyDevices, (devices) => {
      for (const group of Object.values(groupDevices(devices))) {
        const usable = group.map(isUsableAtService)
        assert.deepEqual(
          usable,
          usable.toSorted((a, b) => Number(b) - Number(a)),
        )
      }
    }),
  )
})

test('rows of the same moment are told apart by their id', () => {
  const [b, a] = [phone({ id: 'b' }), phone({ id: 'a' })]
  expect(groupDevices([b, a]).phone).toEqual([a, b])
})
