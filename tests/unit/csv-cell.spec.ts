import { expect, test } from 'vitest'
import { csvCell } from '@/lib/audit/export/csv'
import { written } from '../builders/csv'

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
