import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { amountOf, coverageOf } from '@/lib/devices/model/coverage'
import { isUsableAtService, type Device } from '@/lib/devices/model/device'
import { anyDevices, backup, phone, several, temporary, unstated } from '../builders/devices'

const counts = [0, 1, 2, 17]
const noise = [0, 1, 3]

const combinations = counts.flatMap((phones) =>
  counts.flatMap((backups) =>
    noise.flatMap((temporaries) =>
      noise.map((unknown) => ({ phones, backups, temporaries, unknown })),
    ),
  ),
)

test('no combination of phones, backups, temporaries and unknown rows is counted wrongly', () => {
  for (const { phones, backups, temporaries, unknown } of combinations) {
    const list = [
      ...several(unknown, 'unknown'),
      ...several(temporaries, 'temporary'),
      ...several(backups, 'backup'),
      ...several(phones, 'phone'),
    ]
    const coverage = coverageOf(list)
    const told = {
      phones: (coverage.lost ? 1 : 0) + coverage.otherPhones.length,
      backups: coverage.backups.length,
    }
    assert.deepEqual(told, { phones, backups }, JSON.stringify({ temporaries, unknown }))
    assert.equal(coverage.lost === null, phones === 0)
  }
  expect(combinations).toHaveLength(144)
})

test('rows of unknown kind, temporaries and unusable rows never count as a way in', () => {
  const worthless: Device[] = [
    unstated(),
    temporary(),
    phone({ inactiveState: 'DEACTIVATED' }),
    backup({ inactiveState: 'REVOKED' }),
  ]
  expect(coverageOf(worthless)).toEqual({
    lost: null,
    otherPhones: [],
    backups: [],
    relyingOnInference: false,
  })
})

test('adding worthless rows never changes what is told', () => {
  const worthless = anyDevices.map((devices) =>
    devices.filter(
      (device) =>
        !isUsableAtService(device) || device.kind === 'unknown' || device.kind === 'temporary',
    ),
  )
  fc.assert(
    fc.property(anyDevices, worthless, (devices, more) => {
      assert.deepEqual(coverageOf([...devices, ...more]), coverageOf(devices))
    }),
  )
})

test('only usable phones and backups are told, each once', () => {
  fc.assert(
    fc.property(anyDevices, (devices) => {
      const { lost, otherPhones, backups } = coverageOf(devices)
      const told = [...(lost ? [lost] : []), ...otherPhones, ...backups]
      const real = devices.filter(
        (device) =>
          isUsableAtService(device) && (device.kind === 'phone' || device.kind === 'backup'),
      )
      assert.deepEqual(new Set(told), new Set(real))
      assert.equal(told.length, real.length)
    }),
  )
})

test('the phone imagined as lost is the newest usable one', () => {
  const [newest, older] = [
    phone({ addedAt: '2025-06-01T00:00:00.000000000Z' }),
    phone({ addedAt: '2024-06-01T00:00:00.000000000Z' }),
  ]
  const newestOfAll = phone({ addedAt: '2026-06-01T00:00:00.000000000Z', inactiveState: 'OFF' })
  const undated = phone({ addedAt: null })
  const coverage = coverageOf([undated, older, newestOfAll, newest])
  expect(coverage.lost).toEqual(newest)
  expect(coverage.otherPhones).toEqual([older, undated])
})

test('it is said when a phone that counts is one by inference, and only then', () => {
  const inferred = phone({ kindSource: 'inferred' })
  expect(coverageOf([phone(), inferred]).relyingOnInference).toBe(true)
  expect(coverageOf([phone()]).relyingOnInference).toBe(false)
  const unusable = phone({ kindSource: 'inferred', inactiveState: 'OFF' })
  expect(coverageOf([phone(), unusable]).relyingOnInference).toBe(false)
})

test('an amount is none, one or many', () => {
  expect([0, 1, 2, 50].map(amountOf)).toEqual(['none', 'one', 'many', 'many'])
})
