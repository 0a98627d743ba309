import ts from 'typescript'
import { expect, test } from 'vitest'
import { DEMANDS, ROWS } from '../requirements/all'
import { disagreements, REQUIREMENTS_PAGE, requirementsPage } from '../requirements/document'
import { hiddenTags, readTagged } from '../requirements/tagged'
import { textOf } from './support/packages'
import { sourcesOf } from './support/sources'

test('every tag is a row’s, and every row that tests show has one', () => {
  expect(disagreements(readTagged())).toEqual([])
  expect(ROWS.length).toBeGreaterThan(60)
  expect(DEMANDS).toHaveLength(19 + 28 + 9)
})

test('every number of the standard has its level', () => {
  const number = /^V([1-9]|1[0-7])\.\d+\.\d+ \(L[123]\)$/
  const sources = ROWS.flatMap(({ sources }) => sources)
  expect(sources.filter((source) => !number.test(source))).toEqual([])
  const levels = new Map(sources.map((source) => source.split(' ') as [string, string]))
  for (const source of sources)
    expect(source).toBe(`${source.split(' ')[0]} ${levels.get(source.split(' ')[0] ?? '')}`)
})

test('what a tag claims that names nothing, or a row without its tests, is told', () => {
  const [one] = readTagged()
  if (!one) throw new Error('no test has a tag')
  const stray = { ...one, tag: 'Z9' }
  expect(disagreements([...readTagged(), stray])).toEqual([expect.stringContaining('Z9')])
  const without = readTagged().filter(({ tag }) => tag !== 'G1')
  expect(disagreements(without)).toEqual([expect.stringContaining('G1')])
})

test('a tag stands in the title itself, where it can be read; one in a value is told', () => {
  expect(hiddenTags(sourcesOf('tests'))).toEqual([])
  const planted = "const pages = 'its own page @C1'\ntest(`through ${pages}`, () => {})"
  const tree = ts.createSourceFile('x.spec.ts', planted, ts.ScriptTarget.Latest, true)
  expect(hiddenTags([{ path: 'x.spec.ts', tree }])).toEqual(["x.spec.ts: 'its own page @C1'"])
})

test('the generated page of requirements says what rows and tests say: otherwise `npm run docs:security`', () => {
  expect(textOf(REQUIREMENTS_PAGE) === requirementsPage(readTagged())).toBe(true)
})
