import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { waysBackIn } from '@/lib/devices/model/ways-back-in'
import { isDeviceId } from '@/lib/devices/model/identifiers'
import { groupDevices } from '@/lib/devices/model/group-devices'
import { ownedDevices } from '@/lib/devices/list/read-devices'
import { mapDeviceRow } from '@/lib/recognize/map'
import { readDeviceRow } from '@/lib/recognize/schema'
import { inventory } from '../builders/devices'
import { newSigningKey, newUserId } from '../builders/rows'

const READ_AT = new Date('2026-06-01T00:00:00Z')

const userId = newUserId()
const devicesOf = (rows: readonly unknown[]) =>
  ownedDevices(
    rows.map((row) => mapDeviceRow(readDeviceRow(row), userId, 'UTC', READ_AT)),
    0,
  ).map(({ device }) => device)

// Few values each, so that many rows say the same or carry the same key.
const keys = [newSigningKey(), newSigningKey(), newSigningKey()]
const anyRow = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        publicSigningKey: fc.constantFrom(...keys, '', 'not a key', 7),
        state: fc.constantFrom('ACTIVE', 'SUSPENDED', 'DELETED', 7),
        createdAt: fc.constantFrom('2025-01-15T09:00:00.000', '2026-01-15T09:00:00.000', 'soon'),
        osVersion: fc.constantFrom('iOS 17.4', 'Android 15', 17),
        sdkVersion: fc.constantFrom('5.3.0', 5),
        type: fc.constantFrom('SDK', 'BACKUP', 'TEMPORARY', 'NOVEL'),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 7, 'row', [], [[1]], {}) },
)
const withShuffle = fc
  .array(anyRow, { maxLength: 15 })
  .chain((rows) =>
    fc.tuple(
      fc.constant(rows),
      fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
    ),
  )

test('whatever order the service gives the rows in, their ids, groups, order and coverage stay', () => {
  fc.assert(
    fc.property(withShuffle, ([rows, shuffled]) => {
      const [devices, others] = [devicesOf(rows), devicesOf(shuffled)]
      const ids = (list: typeof devices) => list.map(({ id }) => id).toSorted()
      assert.deepEqual(ids(others), ids(devices))
      assert.deepEqual(groupDevices(others), groupDevices(devices))
      assert.deepEqual(waysBackIn(inventory(others)), waysBackIn(inventory(devices)))
    }),
  )
})

test('no two rows without a usable key share an id, also when they say the same', () => {
  const devices = devicesOf([null, null, 7, {}, {}, [], { publicSigningKey: 'not a key' }])
  expect(devices).toHaveLength(7)
  expect(new Set(devices.map(({ id }) => id)).size).toBe(7)
  expect(devices.every(({ id, removable }) => isDeviceId(id) && !removable)).toBe(true)
})

test('a row that comes or goes leaves the ids of the others as they were', () => {
  const rows = [{ osVersion: 'iOS 17' }, null, { osVersion: 'Android 15' }]
  const ids = devicesOf(rows).map(({ id }) => id)
  expect(devicesOf(['new', ...rows]).map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
  expect(devicesOf(rows.slice(1)).map(({ id }) => id)).toEqual(ids.slice(1))
})
