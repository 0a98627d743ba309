import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { coverageGap, coverageSentence } from '@/components/devices/list/coverage-card'
import { startMethodOf } from '@/components/activations/start/start-method'
import { startFacts, usableBackup } from '@/lib/activations/steps/add-options'
import { cleanUpOf } from '@/lib/devices/model/clean-up-proposal'
import { type Device, isUsableAtService } from '@/lib/devices/model/device'
import { removalImpact } from '@/lib/devices/model/removal-impact'
import { hasNoWayBackIn, waysBackIn, type Inventory } from '@/lib/devices/model/ways-back-in'
import { en } from '@/lib/i18n/messages/en'
import { translator } from '@/lib/i18n/translator'
import {
  anyDevice,
  anyDevices,
  backup,
  device,
  inventory,
  phone,
  several,
  temporary,
  unstated,
} from '../builders/devices'

const told = (from: Inventory) => {
  const { phones, backups } = waysBackIn(from)
  return { phones: phones.length, backups: backups.length }
}
const NONE = { phones: 0, backups: 0 }

test('a client state that was made on a phone never counts as a phone, whatever versions it carries', () => {
  const fourIphones = [1, 2, 3, 4].map(() =>
    unstated({ osVersion: 'iOS 17.4', sdkVersion: '5.3.0', hasPhoneVersions: true }),
  )
  const from = inventory(fourIphones)
  expect(told(from)).toEqual(NONE)
  expect(waysBackIn(from).uncertain).toHaveLength(4)
  for (const one of fourIphones)
    expect(removalImpact(one, from)).toEqual({
      guard: 'last-way-in',
      phonesLeft: 0,
      backupsLeft: 0,
      uncertainLeft: 3,
    })
})

test('a backup that nobody keeps never counts, and neither screen says that it does', () => {
  const listed = several(45, 'backup').map((row) => ({ ...row, keptBy: null }) as Device)
  const from = inventory([phone(), ...listed])
  expect(told(from)).toEqual({ phones: 1, backups: 0 })
  expect(usableBackup([], from)).toBeNull()
  const [first] = listed
  expect(first && removalImpact(first, from).guard).toBeNull()
})

test('one public key is one device, however often the service lists it', () => {
  const fingerprint = 'ABCD-2345'
  const [one, again] = [phone({ fingerprint }), phone({ fingerprint })]
  expect(told(inventory([one, again]))).toEqual({ phones: 1, backups: 0 })
  const sameRow = phone({ id: one.id, fingerprint })
  expect(removalImpact(one, inventory([one, sameRow])).guard).toBe('last-phone')
  expect(told(inventory([backup({ fingerprint }), backup({ fingerprint })]))).toEqual({
    phones: 0,
    backups: 1,
  })
})

test('a row without a state, with another state, or with an impossible date is no way in and not the present phone', () => {
  const good = phone({ addedAt: '2024-01-01T00:00:00.000000000Z' })
  for (const bad of [
    { doubt: 'no-state' },
    { doubt: 'impossible-date', addedAt: null },
    { inactiveState: 'SUSPENDED' },
  ] as const)
    for (const kind of ['phone', 'backup'] as const) {
      const row = device(kind, { addedAt: '2026-01-01T00:00:00.000000000Z', ...bad })
      expect(told(inventory([row]))).toEqual(NONE)
      expect(waysBackIn(inventory([row, good])).phones).toEqual([good])
    }
})

test('a row that may be the last way in is guarded although it counts for nothing; one that the service ended isn’t', () => {
  const doubtful = phone({ doubt: 'no-state' })
  expect(removalImpact(doubtful, inventory([doubtful])).guard).toBe('last-way-in')
  const ended = phone({ doubt: 'no-state', inactiveState: 'OFF' })
  expect(removalImpact(ended, inventory([ended])).guard).toBeNull()
})

test('a kept backup without a row of its own counts only while a row is listed that may be it', () => {
  const at = '2026-01-01T00:00:00.000Z'
  expect(told(inventory([], [at]))).toEqual(NONE)
  expect(told(inventory([phone(), temporary(), backup()], [at]))).toEqual({ phones: 1, backups: 1 })
  expect(told(inventory([unstated()], [at, at]))).toEqual({ phones: 0, backups: 1 })
  const row = unstated()
  expect(removalImpact(row, inventory([row], [at])).guard).toBe('last-backup')
  expect(told(inventory([backup({ keptBy: null })], [at]))).toEqual({ phones: 0, backups: 1 })
  expect(told(inventory([{ ...unstated(), identity: 1 }], [at]))).toEqual(NONE)
})

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
    assert.deepEqual(told(inventory(list)), { phones, backups })
  }
  expect(combinations).toHaveLength(144)
})

const kept = fc.array(
  fc.integer({ min: 0, max: 2_000_000_000_000 }).map((ms) => new Date(ms).toISOString()),
  { maxLength: 3 },
)
const anyInventory = fc
  .tuple(anyDevices, kept)
  .map(([devices, rowless]) => inventory(devices, rowless))

test('only rows that are certain, active and usable are ways, each key once, and every one of them', () => {
  fc.assert(
    fc.property(anyDevices, (devices) => {
      const { phones, backups } = waysBackIn(inventory(devices))
      const rows = [...phones, ...backups.flatMap(({ row }) => row ?? [])]
      for (const row of rows) {
        assert.ok(isUsableAtService(row))
        assert.ok(row.kind === 'phone' || row.keptBy !== null)
      }
      const keys = rows.map(({ fingerprint }) => fingerprint)
      assert.equal(new Set(keys).size, keys.length)
      const real = devices.filter(
        (one) => isUsableAtService(one) && (one.kind === 'phone' || one.kind === 'backup'),
      )
      for (const one of real)
        if (one.kind === 'phone' || (one.kind === 'backup' && one.keptBy !== null))
          assert.ok(
            keys.includes(one.fingerprint) ||
              devices.some((twin) => twin !== one && twin.fingerprint === one.fingerprint),
          )
    }),
  )
})

test('adding rows that are no certain way never adds a way', () => {
  const worthless = anyDevices.map((devices) =>
    devices.filter((one) => !isUsableAtService(one) || one.kind === 'temporary'),
  )
  fc.assert(
    fc.property(anyInventory, worthless, (from, more) => {
      const { devices, rowlessBackups } = from
      const [before, after] = [told(from), told({ devices: [...devices, ...more], rowlessBackups })]
      assert.ok(after.phones <= before.phones && after.backups <= before.backups)
    }),
  )
})

test('the order of the service’s rows decides nothing', () => {
  fc.assert(
    fc.property(anyInventory, (from) => {
      const turned = { ...from, devices: [...from.devices].reverse() }
      assert.deepEqual(waysBackIn(turned).phones, waysBackIn(from).phones)
      assert.deepEqual(told(turned), told(from))
    }),
  )
})

test('all screens say the same as waysBackIn: sentence, consequence, guards, add page and clean-up', () => {
  const words = { t: translator('en', en), formats: 'en-GB', timeZone: 'UTC' }
  fc.assert(
    fc.property(anyInventory, anyDevice, (rest, target) => {
      const from = { ...rest, devices: [...rest.devices, target] }
      const ways = waysBackIn(from)
      const sentence = coverageSentence(ways, words, '2026-06-01T12:00:00.000Z')
      // The sentence never claims a way that there isn't.
      assert.equal(/\*\*recovery backup\*\*/.test(sentence), ways.backups.length > 0)
      assert.equal(/lost your/.test(sentence), ways.phones.length > 0)
      // Nor does it say a plain no where a row may be a way.
      if (ways.uncertain.length > 0) {
        assert.doesNotMatch(sentence, /nothing else|no recovery/)
        assert.equal(coverageGap(ways), null)
      }
      // What a removal would leave is what is there without the row.
      const impact = removalImpact(target, from)
      const left = waysBackIn({
        ...from,
        devices: from.devices.filter(({ id }) => id !== target.id),
      })
      assert.equal(impact.phonesLeft, left.phones.length)
      assert.equal(impact.backupsLeft, left.backups.length)
      // No removal without a guard takes the last way.
      if (!hasNoWayBackIn(ways) && hasNoWayBackIn(left)) assert.notEqual(impact.guard, null)
      // The add page knows of a phone wherever the sentence does.
      assert.ok(startFacts(from).phones >= ways.phones.length)
      // A clean-up's candidates never take the last way of a kind.
      const { candidates } = cleanUpOf(from.devices)
      const going = new Set(candidates.map(({ id }) => id))
      const after = waysBackIn({
        ...from,
        devices: from.devices.filter(({ id }) => !going.has(id)),
      })
      assert.equal(after.phones.length, ways.phones.length)
      const keys = new Set(from.devices.map(({ fingerprint }) => fingerprint))
      if (keys.size === from.devices.length && ways.backups.some(({ row }) => row !== null))
        assert.ok(after.backups.length > 0)
    }),
  )
})

test('the add page offers a backup exactly where the portal keeps one that is a way in', () => {
  const row = backup()
  const state = {
    id: 'state',
    userId: 'AB',
    kind: 'backup' as const,
    madeBy: 'app' as const,
    deviceId: row.id,
    missingSince: null,
    storedAt: new Date('2026-01-01T00:00:00Z'),
    expiresAt: null,
  }
  const offered = (from: Inventory, states = [state]) =>
    startMethodOf({
      identity: 0,
      ...startFacts(from),
      backup: usableBackup(states, from) && { storedAt: '', deviceId: null },
      isBackupElsewhere: false,
    })
  expect(offered(inventory([row]))).toBe('backup')
  expect(offered(inventory([{ ...row, inactiveState: 'OFF' }]))).toBe('neither')
  expect(offered(inventory([{ ...row, doubt: 'no-state' }]))).toBe('neither')
  expect(offered(inventory([backup({ keptBy: 'organisation' })]))).toBe('neither')
  const rowless = { ...state, deviceId: null as unknown as string }
  expect(offered(inventory([unstated()], ['2026-01-01T00:00:00.000Z']), [rowless])).toBe('backup')
  expect(offered(inventory([], ['2026-01-01T00:00:00.000Z']), [rowless])).toBe('neither')
})

test('the present phone is the newest usable one', () => {
  const [newest, older] = [
    phone({ addedAt: '2025-06-01T00:00:00.000000000Z' }),
    phone({ addedAt: '2024-06-01T00:00:00.000000000Z' }),
  ]
  const newestOfAll = phone({ addedAt: '2026-06-01T00:00:00.000000000Z', inactiveState: 'OFF' })
  const undated = phone({ addedAt: null })
  expect(waysBackIn(inventory([undated, older, newestOfAll, newest])).phones).toEqual([
    newest,
    older,
    undated,
  ])
})
