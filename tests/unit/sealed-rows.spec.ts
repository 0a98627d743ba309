import { beforeAll, expect, test } from 'vitest'
import { cleanUps, deviceLabels, reportedDevices } from '@/lib/database/schema'
import { believedRows, sealRow, takeTamperedRows } from '@/lib/database/sealed-rows'
import { useEnvironment } from '../builders/environment'

beforeAll(() => useEnvironment())

const at = new Date('2026-11-30T12:00:00.123Z')
const label = { userId: 'AB', deviceId: 'a-device', label: 'mine', labelledAt: at } as const
const removals = ['AAAA-BBBB-CCCC', 'DDDD-EEEE-FFFF']
const cleanUp = { number: '7K2M-9PQX-4HRT', issuer: 'i', subject: 's', receipts: removals }

test('a row is believed as it was sealed, and not in any other words @C8', () => {
  const row = sealRow(deviceLabels, label)
  expect(believedRows(deviceLabels, [row], {})).toEqual([row])
  for (const edit of [
    { userId: 'AC' },
    { deviceId: 'another' },
    { label: 'not-mine' as const },
    { labelledAt: new Date(at.getTime() + 1) },
    { seal: '' as typeof row.seal },
  ])
    expect(believedRows(deviceLabels, [{ ...row, ...edit }], {})).toEqual([])
  takeTamperedRows()
})

test('a time that is none isn’t null, and a list of pairs isn’t an object: neither has its seal @C8', () => {
  const unknown = sealRow(deviceLabels, { ...label, labelledAt: null as never })
  expect(believedRows(deviceLabels, [unknown], {})).toHaveLength(1)
  const none = { ...unknown, labelledAt: new Date(Number.NaN) }
  expect(believedRows(deviceLabels, [none], {})).toEqual([])
  const [named, pairs] = [
    { a: 1, b: { c: [2] } },
    [
      ['a', 1],
      ['b', [['c', [2]]]],
    ],
  ] as const
  const row = sealRow(cleanUps, { ...cleanUp, askedAt: at, receipts: named as never })
  const turned = { ...row, receipts: { b: { c: [2] }, a: 1 } as never }
  expect(believedRows(cleanUps, [turned], {})).toHaveLength(1)
  expect(believedRows(cleanUps, [{ ...row, receipts: pairs as never }], {})).toEqual([])
  takeTamperedRows()
})

test('a seal is good for its own row and table alone @C8', () => {
  const row = sealRow(cleanUps, { ...cleanUp, askedAt: at })
  const copy = { ...row, number: '7K2M-9PQX-4HRV' }
  expect(believedRows(cleanUps, [row, copy], {})).toEqual([row])
  const { seal } = sealRow(deviceLabels, label)
  const seen = { userId: 'AB', deviceId: 'a-device', firstSeenAt: at, lastSeenAt: at, seal }
  expect(believedRows(reportedDevices, [seen], {})).toEqual([])
  takeTamperedRows()
})

test('a column that decides nothing changes without a new seal', () => {
  const row = sealRow(reportedDevices, {
    userId: 'AB',
    deviceId: 'a-device',
    firstSeenAt: at,
    lastSeenAt: at,
  })
  expect(believedRows(reportedDevices, [{ ...row, lastSeenAt: new Date() }], {})).toHaveLength(1)
})

test('what is noted of a changed row names nobody, and is noted once @G6', () => {
  const row = { ...sealRow(deviceLabels, label), label: 'not-mine' as const }
  const other = { ...sealRow(cleanUps, { ...cleanUp, askedAt: at }), subject: 'ada@bank.example' }
  for (let time = 0; time < 3; time++) {
    believedRows(deviceLabels, [row], {})
    believedRows(cleanUps, [other], {})
  }
  const noted = takeTamperedRows()
  expect(noted.map(({ table }) => table)).toEqual(['device_labels', 'clean_ups'])
  expect(noted[1]?.row).toBe('7K2M-9PQX-4HRT')
  expect(JSON.stringify(noted)).not.toMatch(/a-device|ada@/)
  expect(takeTamperedRows()).toEqual([])
})
