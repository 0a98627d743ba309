import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell, csvHeader, csvLine } from '@/lib/audit/export/csv'
import { readCsv, written } from '../builders/csv'

test('what can’t be a formula is left as it is @D10', () => {
  for (const text of [
    '',
    'a=1',
    '1',
    'https://issuer.example',
    '{"a": 1}',
    'a;b',
    'a; b-c',
    "a|'b",
  ])
    expect(csvCell(text)).toBe(`"${text.replaceAll('"', '""')}"`)
  expect([csvCell(null), csvCell(-5), csvCell({ a: '=1' })]).toEqual([
    '""',
    `"'-5"`,
    '"{""a"":""=1""}"',
  ])
})

test('a formula after another separator is text as well, and what was written can be told @D10', () => {
  const cells = {
    'x;=1': "x;'=1",
    'x;\uFEFF +1': "x;\uFEFF '+1",
    'x|-1|=2': "x|'-1|'=2",
    '\t@1': "'\t'@1",
    "'=1": "''=1",
    "x;'=1": "x;''=1",
  }
  for (const [text, cell] of Object.entries(cells)) {
    expect(csvCell(text)).toBe(`"${cell}"`)
    expect(written(cell).replace(/\uFEFF '/, '\uFEFF ')).toBe(text)
  }
})

test('an ID never becomes a number or a date, and times stay as they are', () => {
  for (const text of [
    ...[
      '007',
      '12345678901234567890',
      '12E5',
      ' 12e5 ',
      "'12E5",
      '1,5',
      '17.4',
      '3/4',
      '31.12.2026',
    ],
  ]) {
    expect(csvCell(text)).toBe(`"'${text}"`)
    expect(written(`'${text}`)).toBe(text)
  }
  for (const text of [
    '2026-01-01T23:30:00.000Z',
    '2345-6789',
    '4B5F0C12',
    '30004',
    '10.0.0.1',
    'E5',
  ])
    expect(csvCell(text)).toBe(`"${text}"`)
  expect(csvCell(12_345_678)).toBe('"12345678"')
})

test('the bytes of a file: the mark of UTF-8 once and first, lines that end with CR and LF', () => {
  const columns = ['name', 'note'] as const
  const file = csvHeader(columns) + csvLine(columns, { name: 'Zoë', note: null })
  const bytes = Buffer.from(new TextEncoder().encode(file))
  expect(bytes.toString('hex')).toBe(
    `efbbbf${Buffer.from('name,note\r\n"Zo').toString('hex')}c3ab${Buffer.from('",""\r\n').toString('hex')}`,
  )
})

/** What has a meaning in a file or in a spreadsheet, and a little beside it. */
const SPECIAL = [...'=+-@＝＋－＠\'",;|\t\r\n \uFEFFa01eé🔑']

test('any text stays one cell of one line, and none begins a formula @D10', () => {
  const columns = ['before', 'value', 'after'] as const
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...SPECIAL) }), (value) => {
      const file = csvHeader(columns) + csvLine(columns, { before: 1, value, after: 2 })
      const [, row = [], ...more] = readCsv(file)
      expect(more).toEqual([])
      expect([row[0], row[2], row.length]).toEqual(['1', '2', 3])
      expect(row[1]).not.toMatch(/^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/)
      expect(row[1]?.replaceAll("'", '')).toBe(value.replaceAll("'", ''))
    }),
  )
})
