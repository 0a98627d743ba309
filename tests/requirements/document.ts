import { CHAPTERS, DEMANDS, GUIDANCE, ROWS } from './all'
import type { Chapter, Demand, Requirement } from './requirement'
import type { Tagged } from './tagged'

/** Where the generated page stands, from the root of the tree; links in it are relative to its folder. */
export const REQUIREMENTS_PAGE = 'docs/generated/security-requirements.md'

const OPENING = `# Security requirements

\`npm run docs:security\` writes this file from the rows in \`tests/requirements\` and the tags of the tests. Do not edit it. [Security](../security.md) explains the states and the threat model.`

/** From what counts least: a demand is as good as the weakest of the rows that answer it. */
const STATES = ['not built', 'partly', 'operator', 'review', 'measured', 'shown'] as const
type State = (typeof STATES)[number]

/** The whole generated page: a summary, a table for each chapter, and the tests that show each row. */
export function requirementsPage(tagged: readonly Tagged[]): string {
  const parts = [
    OPENING,
    summary(tagged),
    ...CHAPTERS.map((chapter) => chapterText(chapter, tagged)),
    '## What guidance demands',
    'A demand is as good as the weakest row that answers it.',
    ...GUIDANCE.map(({ title, demands }) => demandsText(title, demands, tagged)),
  ]
  return `${parts.join('\n\n')}\n`
}

/** What is wrong between rows, demands and tags, in words; none when all agree. */
export function disagreements(tagged: readonly Tagged[]): string[] {
  const ids = [...ROWS, ...DEMANDS].map(({ id }) => id)
  const unknown = tagged.filter(({ tag }) => !ids.includes(tag))
  const has = (id: string) => tagged.some(({ tag }) => tag === id)
  const rowIds = ROWS.map(({ id }) => id)
  return [
    ...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `${id} is there twice`),
    ...unknown.map(({ tag, path, title }) => `no row is called ${tag}: ${path}: ${title}`),
    ...ROWS.flatMap(({ id, check, gap, remark }) => {
      if (check === 'test')
        return has(id) ? [] : [`${id} is said to be shown by tests, and none has its tag`]
      if (gap !== undefined) return [`${id} has a gap in tests that it doesn't have`]
      if (has(id)) return [`${id} has tests, and says “${check}”`]
      return remark ? [] : [`${id} says “${check}” without a reason`]
    }),
    ...DEMANDS.flatMap(({ id, rows, check, remark }) => [
      ...rows.filter((row) => !rowIds.includes(row)).map((row) => `${id} names no row: ${row}`),
      ...(rows.length > 0 || has(id) || (check && remark) ? [] : [`nothing answers ${id}`]),
      ...(check && (rows.length > 0 || has(id)) ? [`${id} is answered, and says “${check}”`] : []),
    ]),
  ]
}

function stateOf({ id, check, gap }: Requirement, tagged: readonly Tagged[]): State {
  if (check !== 'test') return check
  if (!tagged.some(({ tag }) => tag === id)) return 'not built'
  return gap === undefined ? 'shown' : 'partly'
}

function stateOfDemand({ rows, check }: Demand, tagged: readonly Tagged[]): State {
  if (check) return check
  const states = ROWS.filter(({ id }) => rows.includes(id)).map((row) => stateOf(row, tagged))
  return STATES.find((state) => states.includes(state)) ?? 'shown'
}

function summary(tagged: readonly Tagged[]): string {
  const states = ROWS.map((row) => stateOf(row, tagged))
  const counts = STATES.toReversed().flatMap((state) => {
    const count = states.filter((one) => one === state).length
    return count > 0 ? [`${count} ${state}`] : []
  })
  const numbers = new Set(ROWS.flatMap(({ sources }) => sources))
  return `${ROWS.length} rows, ${numbers.size} numbers of ASVS 5.0.0: ${counts.join(', ')}.`
}

function chapterText({ letter, title, rows }: Chapter, tagged: readonly Tagged[]): string {
  const table = [
    '| row | what must hold | ASVS 5.0.0 | state |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => {
      const notes = [row.gap, row.remark].flatMap((text) => (text ? [` — ${text}`] : []))
      const cells = [
        row.id,
        row.what,
        row.sources.join(', '),
        stateOf(row, tagged) + notes.join(''),
      ]
      return `| ${cells.join(' | ')} |`
    }),
  ]
  return [`## ${letter}. ${title}`, table.join('\n'), ...shownBy(rows, tagged)].join('\n\n')
}

function demandsText(title: string, demands: readonly Demand[], tagged: readonly Tagged[]): string {
  const table = [
    '| | what is demanded | where | rows | state |',
    '| --- | --- | --- | --- | --- |',
    ...demands.map((demand) => {
      const state = `${stateOfDemand(demand, tagged)}${demand.remark ? ` — ${demand.remark}` : ''}`
      const cells = [demand.id, demand.what, demand.source, demand.rows.join(', ') || '–', state]
      return `| ${cells.join(' | ')} |`
    }),
  ]
  return [`### ${title}`, table.join('\n'), ...shownBy(demands, tagged)].join('\n\n')
}

/** The tests of each row: a link to the file, and the titles in it. */
function shownBy(rows: readonly { id: string }[], tagged: readonly Tagged[]): string[] {
  const lines = rows.flatMap(({ id }) => {
    const own = tagged.filter(({ tag }) => tag === id)
    const paths = [...new Set(own.map(({ path }) => path))]
    return paths.map((path, place) => {
      const titles = new Set(own.filter((one) => one.path === path).map(({ title }) => title))
      const name = path.replace(/^tests\/|(\.spec)?\.ts$/g, '')
      const words = [...titles].map(plain).join(' · ')
      return `- ${place === 0 ? `**${id}** ` : ''}[${name}](../../${path}): ${words}`
    })
  })
  return lines.length > 0 ? [['Shown by:', '', ...lines].join('\n')] : []
}

/** A title as it reads, whatever characters it has. */
function plain(title: string): string {
  return title.replace(/[\\`*_[\]<>|~]/g, String.raw`\$&`)
}
