import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import type { Device } from '@/lib/devices/model/device'
import { waysBackIn } from '@/lib/devices/model/ways-back-in'
import { DISPLAY_ORDER } from '@/lib/devices/model/group-devices'
import { decideSafeguard, REMOVAL_REASONS, type Safeguard } from '@/lib/devices/model/safeguards'
import { coversWarning, removalImpact, removalWarning } from '@/lib/devices/model/removal-impact'
import {
  anyDevices,
  backup,
  device,
  inventory,
  phone,
  several,
  temporary,
  unstated,
} from '../builders/devices'

const guardOf = (target: Device, devices: readonly Device[]) =>
  removalImpact(target, inventory(devices)).guard

/** The guard, said once more: by what kind is removed and how many usable phones and backups stay. */
function expected(kind: Device['kind'], phones: number, backups: number): Safeguard | null {
  const table = {
    phone: phones === 0 ? 'last-phone' : null,
    backup: backups === 0 ? 'last-backup' : null,
    temporary: null,
    unknown: phones + backups === 0 ? 'last-way-in' : null,
  } as const
  return table[kind]
}

const counts = [0, 1, 2, 30]

test('no combination of kinds and amounts gets past its guard', () => {
  let checked = 0
  for (const kind of DISPLAY_ORDER)
    for (const phones of counts)
      for (const backups of counts)
        for (const noise of counts) {
          const target = device(kind)
          const devices = [
            ...several(phones, 'phone'),
            target,
            ...several(backups, 'backup'),
            ...several(noise, 'temporary'),
            ...several(noise, 'unknown'),
            ...several(noise, 'phone', { inactiveState: 'DEACTIVATED' }),
            ...several(noise, 'backup', { inactiveState: 'DEACTIVATED' }),
          ]
          assert.deepEqual(removalImpact(target, inventory(devices)), {
            guard: expected(kind, phones, backups),
            phonesLeft: phones,
            backupsLeft: backups,
            uncertainLeft: noise,
          })
          checked++
        }
  expect(checked).toBe(256)
})

test('unknown, temporary and unusable rows never stand in for the last phone or the last backup', () => {
  const others = [
    unstated(),
    temporary(),
    phone({ inactiveState: 'OFF' }),
    backup({ inactiveState: 'OFF' }),
  ]
  expect(guardOf(phone(), [phone({ id: 'x', inactiveState: 'OFF' }), ...others])).toBe('last-phone')
  const last = backup()
  expect(guardOf(last, [last, ...others])).toBe('last-backup')
  expect(guardOf(unstated(), [unstated(), ...others])).toBe('last-way-in')
})

test('a backup is no phone and a phone no backup', () => {
  const [onlyPhone, onlyBackup] = [phone(), backup()]
  const devices = [onlyPhone, onlyBackup]
  expect(guardOf(onlyPhone, devices)).toBe('last-phone')
  expect(guardOf(onlyBackup, devices)).toBe('last-backup')
})

test('a row that the service calls inactive gives no access and meets no guard', () => {
  for (const kind of DISPLAY_ORDER) {
    const target = device(kind, { inactiveState: 'DEACTIVATED' })
    expect(guardOf(target, [target])).toBeNull()
  }
})

test('removing one by one what no guard holds back always leaves the last phone and the last backup', () => {
  fc.assert(
    fc.property(anyDevices, (devices) => {
      const ways = (list: readonly Device[]) => {
        const { phones, backups } = waysBackIn(inventory(list))
        return [phones.length > 0, backups.length > 0]
      }
      let left = devices
      for (const target of devices)
        if (guardOf(target, left) === null) left = left.filter(({ id }) => id !== target.id)
      // What has the key of a phone that went may count once it stands alone.
      for (const [kind, had] of ways(devices).entries())
        if (had) assert.equal(ways(left)[kind], true)
    }),
  )
})

test('the guard does not depend on the order of the list', () => {
  fc.assert(
    fc.property(anyDevices, (devices) => {
      for (const target of devices)
        assert.equal(guardOf(target, devices), guardOf(target, [...devices].reverse()))
    }),
  )
})

test('who can add first and remove then is refused; who can’t is asked once more', () => {
  const guards: Safeguard[] = ['last-phone', 'last-backup', 'last-way-in']
  const demands = Object.fromEntries(
    REMOVAL_REASONS.map((reason) => [
      reason,
      guards.map((guard) => decideSafeguard(guard, reason)),
    ]),
  )
  const three = <Decision>(decision: Decision) => [decision, decision, decision]
  expect(demands).toEqual({
    lost: three('confirm'),
    stolen: three('confirm'),
    // With every place used by rows of unknown kind there must be a way on.
    sold: ['refuse', 'refuse', 'confirm'],
    unrecognised: three('confirm'),
    tidying: ['refuse', 'refuse', 'confirm'],
  })
})

test('a warning names its guard and whether anything is left, so that none passes for a worse one', () => {
  const warnings = DISPLAY_ORDER.flatMap((kind) =>
    [[], [phone()], [backup()], [unstated(), temporary()]].map((others) => {
      const target = device(kind)
      return `${kind}: ${removalWarning(removalImpact(target, inventory([target, ...others])))}`
    }),
  )
  expect(warnings).toEqual([
    'phone: last-phone.bare',
    'phone: null',
    'phone: last-phone.covered',
    'phone: last-phone.bare',
    'backup: last-backup.bare',
    'backup: last-backup.covered',
    'backup: null',
    'backup: last-backup.bare',
    'temporary: null',
    'temporary: null',
    'temporary: null',
    'temporary: null',
    'unknown: last-way-in.bare',
    'unknown: null',
    'unknown: null',
    'unknown: last-way-in.bare',
  ])
})

test('without a guard every reason passes', () => {
  for (const reason of REMOVAL_REASONS) expect(decideSafeguard(null, reason)).toBe('pass')
})

test('a device that waits to go still meets its guard when its turn comes', () => {
  for (const target of [phone(), backup(), unstated()]) {
    const staying = inventory([])
    assert.deepEqual(removalImpact(target, staying), removalImpact(target, inventory([target])))
    expect(removalImpact(target, staying).guard).not.toBeNull()
  }
})

test('a yes covers the warning it was said to, the same one with less to lose, and no other', () => {
  const warnings = (['last-phone', 'last-backup', 'last-way-in'] as const).flatMap((guard) => [
    `${guard}.bare` as const,
    `${guard}.covered` as const,
  ])
  for (const warning of warnings) {
    expect(coversWarning(null, warning)).toBe(false)
    const covered = warnings.filter((confirmed) => coversWarning(confirmed, warning))
    const [guard] = warning.split('.')
    expect(covered).toEqual(
      warning.endsWith('.bare') ? [warning] : [`${guard}.bare`, `${guard}.covered`],
    )
  }
  for (const confirmed of [null, ...warnings]) expect(coversWarning(confirmed, null)).toBe(true)
})
