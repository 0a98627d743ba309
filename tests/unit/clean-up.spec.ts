import { expect, test } from 'vitest'
import fc from 'fast-check'
import { cleanUpOf } from '@/lib/devices/model/clean-up-proposal'
import { isUsableAtService, type Device } from '@/lib/devices/model/device'
import { anyDevice, backup, phone, several, temporary, unstated } from '../builders/devices'

const ids = (devices: readonly Device[]) => devices.map(({ id }) => id)
const lists = fc.uniqueArray(anyDevice, { selector: ({ id }) => id, maxLength: 60 })

test('phones, rows of unknown kind and rows that can’t be removed are never among the candidates', () => {
  const stuck = backup({ removable: false })
  const devices = [...several(30, 'phone'), ...several(30, 'unknown'), unstated(), stuck, backup()]
  expect(cleanUpOf(devices)).toMatchObject({ candidates: [], proposed: [] })
  fc.assert(
    fc.property(lists, (any) => {
      for (const { kind, kindSource, removable } of cleanUpOf(any).candidates)
        expect([kind === 'temporary' || kind === 'backup', kindSource, removable]).toEqual([
          true,
          'stated',
          true,
        ])
    }),
  )
})

test('the newest usable row of each kind always stays, so none is ever the last', () => {
  fc.assert(
    fc.property(lists, (devices) => {
      const going = new Set(ids(cleanUpOf(devices).candidates))
      for (const kind of ['backup', 'temporary'] as const) {
        const usable = devices.filter((device) => device.kind === kind && isUsableAtService(device))
        const staying = usable.filter(({ id }) => !going.has(id))
        expect(staying).toHaveLength(Math.min(1, usable.length))
        const age = ({ addedAt }: Device) => addedAt ?? ''
        const kept = usable.filter((row) => row.kind === 'backup' && row.keptBy !== null)
        const newest = (kept.length > 0 ? kept : usable).map(age).toSorted().at(-1)
        if (staying[0]) expect(age(staying[0])).toBe(newest)
      }
    }),
  )
})

test('nothing is proposed while there is room, however much could go', () => {
  expect(cleanUpOf([phone(), ...several(38, 'backup')]).proposed).toEqual([])
  expect(cleanUpOf([phone(), ...several(39, 'backup')]).proposed).toHaveLength(10)
})

test('temporary backups are proposed before recovery backups, the oldest of each first', () => {
  const temporaries = several(4, 'temporary')
  const backups = several(43, 'backup')
  const { proposed } = cleanUpOf([phone(), ...backups, ...temporaries])
  expect(proposed).toEqual([
    ...ids(temporaries).slice(1).toReversed(),
    ...ids(backups).slice(1).toReversed().slice(0, 15),
  ])
})

test('each identity has its own places, and keeps its own newest', () => {
  const mine = several(40, 'backup')
  const other = several(40, 'backup', { identity: 1 })
  const { candidates, proposed } = cleanUpOf([...mine, ...other])
  expect(candidates).toHaveLength(78)
  expect(proposed).toHaveLength(20)
  for (const newest of [mine[0], other[0]]) expect(candidates).not.toContain(newest)
  expect(
    cleanUpOf([...several(30, 'backup'), ...several(30, 'backup', { identity: 1 })]).proposed,
  ).toEqual([])
})

test('the order of the rows changes nothing', () => {
  const fixed = [temporary(), ...several(50, 'backup')]
  const { candidates } = cleanUpOf(fixed)
  fc.assert(
    fc.property(fc.shuffledSubarray(fixed, { minLength: fixed.length }), (shuffled) => {
      expect(ids(cleanUpOf(shuffled).candidates)).toEqual(ids(candidates))
    }),
  )
})

test('of recovery backups the newest usable one whose state is kept stays, and not one that is only newer', () => {
  const day = (count: number) => ({ addedAt: `2025-01-0${count}T09:00:00.000000000Z` })
  const kept = backup({ ...day(2), keptBy: 'portal' })
  const unusable = backup({ ...day(3), keptBy: 'portal', inactiveState: 'DISABLED' })
  const devices = [
    backup({ ...day(1), keptBy: null }),
    kept,
    unusable,
    backup({ ...day(1), keptBy: 'portal' }),
    backup({ ...day(4), keptBy: null }),
  ]
  const candidates = cleanUpOf(devices).candidates.map(({ id }) => id)
  expect(candidates).toHaveLength(4)
  expect(candidates).not.toContain(kept.id)
})
