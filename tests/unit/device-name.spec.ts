import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { deviceDescription, deviceName, deviceSubtitle } from '@/components/devices/row/device-name'
import { en } from '@/lib/i18n/messages/en'
import { translator } from '@/lib/i18n/translator'
import { anyDevice, backup, device, phone, temporary, unstated } from '../builders/devices'

const words = { t: translator('en', en), formats: 'en-GB', timeZone: 'Europe/Berlin' }

test('a name that a person chose can’t emphasise or hide anything around it @D6', () => {
  expect(deviceName(phone({ nickname: '**Free** money**' }), words)).toBe('*Free* money*')
  fc.assert(
    fc.property(anyDevice, fc.string({ minLength: 1 }), (any, nickname) => {
      const name = deviceName({ ...any, nickname }, words)
      assert.ok(name === nickname || !name.includes('**'))
    }),
  )
})

test('every device has a name, also without dates, versions and nickname', () => {
  const bare = { addedAt: null, osVersion: null }
  expect(
    (['phone', 'backup', 'temporary', 'unknown'] as const).map((kind) =>
      deviceName(device(kind, bare), words),
    ),
  ).toEqual(['Phone', 'Backup', 'Temporary backup', 'Device'])
})

test('a phone is called by its platform, everything else by its day in the person’s zone', () => {
  const addedAt = '2025-01-14T23:30:00.000000000Z'
  expect(deviceName(phone({ osVersion: 'iOS 17.4' }), words)).toBe('iPhone')
  expect(deviceName(phone({ osVersion: 'Android 15' }), words)).toBe('Android phone')
  expect(deviceName(backup({ addedAt }), words)).toBe('Backup of 15 January 2025')
  expect(deviceName(temporary({ addedAt }), words)).toBe('Temporary of 15 January 2025')
  expect(deviceName(unstated({ addedAt }), words)).toBe('Device of 15 January 2025')
  const utc = { ...words, timeZone: 'UTC' }
  expect(deviceName(backup({ addedAt }), utc)).toBe('Backup of 14 January 2025')
})

test('a device of unknown kind is never called a phone or a backup, whatever its versions say', () => {
  const name = deviceName(unstated({ osVersion: 'iOS 17.4', sdkVersion: '5.3.0' }), words)
  expect(name).not.toMatch(/phone|backup/i)
})

test('the description tells devices of one name apart', () => {
  expect(deviceDescription(phone(), words)).toBe('iPhone, iOS 17.4, added 15 January 2025')
  expect(deviceDescription(phone({ osVersion: null, addedAt: null }), words)).toBe(
    'Phone, date not known',
  )
})

test('the subtitle has what is known and no empty parts', () => {
  expect(deviceSubtitle(phone(), words)).toBe('iOS 17.4 · app 5.3.0')
  expect(deviceSubtitle(phone({ osVersion: null }), words)).toBe('app 5.3.0')
  expect(deviceSubtitle(backup(), words)).toBe('')
})
