import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { mapDeviceRow } from '@/lib/recognize/map'
import { externalUsersAnswer, readDeviceRow, userDevicesAnswer } from '@/lib/recognize/schema'
import { deviceRow, newSigningKey, newUserId, phoneRow } from '../builders/rows'

const READ_AT = new Date('2026-06-01T00:00:00Z')

const userId = newUserId()
const answer = userDevicesAnswer(userId)
const read = (row: unknown) => mapDeviceRow(readDeviceRow(row), userId, 'UTC', READ_AT)

describe('an answer that is not this person’s list is refused whole @J4', () => {
  for (const [what, body] of [
    ['an object', { devices: [] }],
    ['nothing', undefined],
    ['null', null],
    ['a text', '[]'],
    ['a number', 0],
    ['an array in an object', { 0: deviceRow({ userId }), length: 1 }],
    ['one row of another user', [deviceRow({ userId: newUserId() })]],
    ['another user’s row among own ones', [deviceRow({ userId }), { userId: 'AB' }]],
    ['a row with an empty user', [deviceRow({ userId: '' })]],
  ] as const)
    test(what, () => {
      expect(answer.safeParse(body).success).toBe(false)
    })
})

test('rows of the same user in lower case, or without a user, belong to the list', () => {
  const { userId: _, ...nameless } = deviceRow({ userId })
  const rows = [deviceRow({ userId: userId.toLowerCase() }), deviceRow({ userId }), nameless]
  expect(answer.parse(rows)).toHaveLength(3)
})

test('as many rows come out as went in, whatever is in them', () => {
  const { userId: _, ...fields } = phoneRow({ userId })
  const oddField = fc.record(
    Object.fromEntries(Object.keys(fields).map((name) => [name, fc.jsonValue()])),
    { requiredKeys: [] },
  )
  const row = fc.oneof(
    oddField,
    fc.jsonValue().filter((value) => JSON.stringify(value)?.includes('userId') !== true),
  )
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const read = answer.parse(JSON.parse(JSON.stringify(rows)))
      assert.equal(read.length, rows.length)
      for (const one of read) assert.equal(mapDeviceRow(one, userId, 'UTC', READ_AT).userId, userId)
    }),
  )
})

for (const row of [null, 'row', 7, true, [], [['userId', 'x']]])
  test(`a row that is no object (${JSON.stringify(row)}) is kept and named, never dropped`, () => {
    const read = answer.parse([deviceRow({ userId }), row])
    expect(read).toHaveLength(2)
    expect(mapDeviceRow(read[1] ?? { odd: [] }, userId, 'UTC', READ_AT)).toMatchObject({
      publicSigningKey: null,
      odd: ['row', 'publicSigningKey', 'createdAt'],
    })
  })

test('fields that the vendor adds change nothing', () => {
  const row = phoneRow({ userId })
  const added = { ...row, trustScore: 3, nested: { deep: [1] }, constructor: 'x' }
  expect(read(added)).toEqual(read(row))
  expect(JSON.stringify(read(added))).not.toContain('trustScore')
})

describe('a field of an unexpected type is left out and named, the row stays', () => {
  for (const field of ['publicSigningKey', 'createdAt', 'state', 'osVersion', 'type', 'deletedAt'])
    for (const value of [7, {}, ['x'], true, 'x'.repeat(4097)])
      test(`${field} as ${JSON.stringify(value).slice(0, 12)}`, () => {
        const mapped = read({ ...phoneRow({ userId }), [field]: value })
        expect(mapped.odd).toEqual([field])
        expect(JSON.stringify(mapped)).not.toContain('xxxx')
      })
})

test('a kind or a state that can’t be read is not taken for an absent one', () => {
  const row = phoneRow({ userId })
  for (const field of ['type', 'deviceType', 'clientStateType'])
    expect(read({ ...row, type: undefined, [field]: 7 }).statedKind).toBe('?')
  for (const field of ['state', 'deletedAt'])
    expect(read({ ...row, [field]: 7 }).state, `${field} unreadable is not ACTIVE`).toBe(
      'other state',
    )
  expect(read({ ...row, deletedAt: 'no date' }).state).toBe('other state')
})

test('null counts as absent, and only what is required is named then', () => {
  const row = { ...phoneRow({ userId }), osVersion: null, sdkVersion: null, type: null }
  expect(read(row)).toMatchObject({ osVersion: null, sdkVersion: null, statedKind: null, odd: [] })
  expect(read({ ...row, createdAt: null }).odd).toEqual(['createdAt'])
})

describe('a key that can’t be one path segment of a request is no key', () => {
  for (const key of [
    '',
    '.',
    '..',
    'a b',
    'a/../b',
    'schlüssel',
    'a=b',
    'abc===',
    'x'.repeat(4097),
  ])
    test(JSON.stringify(key).slice(0, 20), () => {
      const mapped = read(deviceRow({ userId, publicSigningKey: key }))
      expect(mapped.publicSigningKey).toBeNull()
      expect(mapped.odd).toContain('publicSigningKey')
    })
})

test('a key in base64 or base64url, padded or not, is kept to the letter', () => {
  const key = newSigningKey()
  const url = key.replaceAll('+', '-').replaceAll('/', '_')
  for (const publicSigningKey of [key, url, 'QQ==', 'QUI=', 'QUJD', 'QQ', 'x'.repeat(4000)])
    expect(read(deviceRow({ userId, publicSigningKey }))).toMatchObject({
      publicSigningKey,
      odd: [],
    })
})

test('a time that can’t be read is named and unknown, never guessed', () => {
  const mapped = read(deviceRow({ userId, createdAt: 'last week', deletedAt: '31.12.2024' }))
  expect(mapped).toMatchObject({ addedAt: null, deletedAt: null })
  expect(mapped.odd).toEqual(['createdAt', 'deletedAt'])
})

test('text of the service loses what hides or turns around other text @D6', () => {
  const { state, osVersion, sdkVersion } = read(
    phoneRow({
      userId,
      state: '\u202EACTIVE\u0000',
      osVersion: 'iOS\u200B\u2066 17\u2028',
      sdkVersion: '\u001B[31m5.3\uFFFF\uE000',
    }),
  )
  expect([state, osVersion, sdkVersion]).toEqual(['ACTIVE', 'iOS 17', 'other version'])
})

test('text of the service that shows nothing says nothing @D6', () => {
  for (const text of ['', '   ', '\u200B \u202E', '\n\t'])
    expect(read(phoneRow({ userId, osVersion: text })).osVersion).toBeNull()
  for (const text of [' iOS 17 ', '\u200B iOS 17\u00A0\u200B'])
    expect(read(phoneRow({ userId, osVersion: text })).osVersion).toBe('iOS 17')
})

test('text of the service is short and visible, or null', () => {
  const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/u
  // Half of it from where most hidden characters are.
  const codePoint = fc.oneof(fc.nat(0x20ff), fc.nat(0x10_ffff))
  const anyText = fc.array(codePoint, { maxLength: 150 }).map((all) => String.fromCodePoint(...all))
  fc.assert(
    fc.property(anyText, (text) => {
      const { osVersion } = read(phoneRow({ userId, osVersion: text }))
      if (osVersion === null) return
      assert.doesNotMatch(osVersion, hidden)
      assert.ok([...osVersion].length <= 40 && osVersion !== '')
    }),
  )
})

test('the stated kind is found under each of its three names, unchanged', () => {
  for (const name of ['type', 'deviceType', 'clientStateType'])
    expect(read({ ...deviceRow({ userId }), [name]: 'BackUp' }).statedKind).toBe('BackUp')
  expect(read(deviceRow({ userId })).statedKind).toBeNull()
})

test('an external user’s answer is refused unless every user id is hex @D7', () => {
  for (const body of [
    {},
    [{ userId: 'xyz' }],
    [{ userId: '../AB' }],
    [{ userId: 'AB/..' }],
    [{ userId: 7 }],
    [{}],
  ])
    expect(externalUsersAnswer.safeParse(body).success).toBe(false)
  expect(externalUsersAnswer.parse([])).toEqual([])
  expect(externalUsersAnswer.parse([{ userId: 'abCD', extra: 1 }])).toHaveLength(1)
})
