import { expect, test } from 'vitest'
import fc from 'fast-check'
import { EVENT_TYPES } from '@/lib/audit/events/events'
import { readAuditQuery, auditAddress } from '@/lib/audit/reading/audit-query'

const WHO = '0b54a0e2-8a3b-4d1c-9d3c-1f2e3d4c5b6a'
const WHOM = 'A1B2'.repeat(16)

test('what is asked for is what is looked for', () => {
  const { filter, before, problems } = readAuditQuery({
    who: ` ${WHO.toUpperCase()} `,
    whom: ' a1b2 '.repeat(16),
    device: 'AB'.repeat(16),
    what: ['removal-finished', 'signed-in', 'signed-in'],
    outcome: 'failed',
    from: '2026-02-28T23:59',
    to: '2026-03-01T00:00:00.5',
    before: '12431',
  })
  expect(problems).toEqual([])
  expect(filter).toEqual({
    actorName: WHO,
    userId: WHOM,
    deviceId: 'ab'.repeat(16),
    types: ['removal-finished', 'signed-in'],
    outcome: 'failed',
    from: new Date('2026-02-28T23:59:00.000Z'),
    to: new Date('2026-03-01T00:00:00.500Z'),
  })
  expect(before).toBe(12_431)
})

test('an empty field is none, as an empty form sends it', () => {
  const fields = { who: '', whom: ' ', device: '', what: '', outcome: '', from: '', to: '' }
  expect(readAuditQuery(fields)).toMatchObject({ filter: {}, before: null, problems: [] })
  expect(readAuditQuery({})).toMatchObject({ filter: {}, before: null, problems: [] })
})

const wrong: Record<string, readonly (string | string[])[]> = {
  who: ['Uma', `${WHO}0`, "' OR 1=1 --", [WHO, WHO]],
  whom: ['A', 'XYZ', 'AB'.repeat(200), '%', ['AB', 'CD']],
  device: ['K7QM-2XPD', 'ab', 'g'.repeat(32)],
  what: ['Signed in', 'constructor', ['signed-in', 'x'], '__proto__'],
  outcome: ['Done', 'confirmed', ['done', 'failed']],
  from: [
    'yesterday',
    '2026-02-30T00:00',
    '2026-13-01T00:00',
    '2026-01-01T24:00',
    '2026-01-01',
    '2026-01-01T00:00Z',
    '2026-01-01T00:00+02:00',
    '0000-01-01T00:00',
    '1969-12-31T23:59',
    '+010000-01-01T00:00',
  ],
  before: ['0', '-1', '1.5', '1e3', 'x', '9'.repeat(16), ['1', '2']],
  format: ['csv'],
  constructor: ['x'],
}

for (const [field, values] of Object.entries(wrong))
  test(`what isn’t understood of “${field}” is a problem, and narrows nothing silently @D3`, () => {
    for (const value of values) {
      const { problems, filter } = readAuditQuery({ [field]: value })
      const known = readAuditQuery({}).asked
      const named = field in known && field !== 'constructor' ? field : 'unknown'
      expect(problems.map((problem) => problem.field)).toContain(
        field === 'before' ? 'before' : named,
      )
      if (field !== 'what') expect(filter).toEqual({})
    }
  })

test('an end that isn’t after the beginning is a problem', () => {
  for (const to of ['2026-01-01T12:00', '2026-01-01T11:59'])
    expect(readAuditQuery({ from: '2026-01-01T12:00', to }).problems).toEqual([
      { field: 'order', text: '' },
    ])
})

test('every type that is written can be asked for', () => {
  expect(readAuditQuery({ what: EVENT_TYPES }).problems).toEqual([])
})

test('any address at all is read without a fault, and what is said of it is short @D3', () => {
  const param = fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 4 }))
  const name = fc.oneof(fc.constantFrom(...Object.keys(wrong), 'to'), fc.string())
  fc.assert(
    fc.property(fc.dictionary(name, param), (params) => {
      const { problems } = readAuditQuery(params)
      return problems.every(({ text }) => [...text].length <= 80)
    }),
  )
})

test('an address leads back to what was asked for', () => {
  const params = {
    who: WHO,
    whom: 'a1 b2',
    what: ['signed-in', 'signed-out'],
    from: '2026-01-01T00:00',
  }
  const { asked } = readAuditQuery(params)
  const address = new URL(auditAddress('/trail', asked, { before: '7' }), 'https://x.example')
  expect(address.searchParams.getAll('what')).toEqual(params.what)
  expect(Object.fromEntries(address.searchParams)).toEqual({
    ...{ who: WHO, whom: 'a1 b2', what: 'signed-out', from: '2026-01-01T00:00', before: '7' },
  })
  expect(auditAddress('/trail', {})).toBe('/trail')
})
