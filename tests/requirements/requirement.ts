/** How a requirement is known to hold. */
const CHECKS = [
  /** By tests that carry its number as a tag. */
  'test',
  /** By a figure that a documented command gives, outside of `npm test`. */
  'measured',
  /** By people reading the code or the page. */
  'review',
  /** By whoever runs the portal: it isn't the portal's to keep. */
  'operator',
  'not built',
] as const
export type Check = (typeof CHECKS)[number]

/** One row of the generated page of requirements. */
export interface Requirement extends Notes {
  id: string
  /** What must hold, in our words. */
  what: string
  /** Numbers and levels of OWASP ASVS 5.0.0, such as `V7.2.1 (L1)`; of guidance the section. */
  sources: readonly string[]
  check: Check
}

interface Notes {
  /** What the tests don't show; makes of a row that they show one that they show partly. */
  gap?: string
  /** Where it is measured, who reviews it, why it isn't built; or what else one should know. */
  remark?: string
}

export interface Chapter {
  letter: string
  title: string
  rows: readonly Requirement[]
}

/** What a guidance demands, and the rows that answer it. */
export interface Demand extends Pick<Notes, 'remark'> {
  id: string
  what: string
  /** The place in the guidance. */
  source: string
  /** Rows of the chapters; none where tests carry the demand's own number, or `check` says how else. */
  rows: readonly string[]
  /** Where neither rows nor tests answer it. */
  check?: Exclude<Check, 'test'>
}

/** Reads a chapter: its heading, then `id | check | sources | what` for each row, with its gap and remark below. */
export function readChapter(table: string): Chapter {
  const [, letter = '', title = ''] = HEADING.exec(table) ?? []
  const rows = readRows(table).map(({ by, source, ...row }) => {
    if (!isCheck(by)) throw new Error(`${row.id} says “${by}”, which is no check`)
    return { ...row, check: by, sources: source.split(', ') }
  })
  return { letter, title, rows }
}

/** Reads demands: `id | the rows that answer it, or a check | source | what` for each, with its remark below. */
export function readDemands(table: string): readonly Demand[] {
  return readRows(table).map(({ by, ...demand }) => {
    if (!isCheck(by)) return { ...demand, rows: by.split(', ') }
    return { ...demand, rows: [], ...(by === 'test' ? {} : { check: by }) }
  })
}

const isCheck = (text: string): text is Check => CHECKS.some((check) => check === text)

const HEADING = /^(\w)\. (.+)$/m
const ROW = /^(\w+) \| (.+) \| (.+) \| (.+)((?:\n {2}(?:gap|remark): .+)*)$/gm

function readRows(table: string) {
  const rest = table.replace(HEADING, '').replaceAll(ROW, '').trim()
  if (rest !== '') throw new Error(`no row of requirements: ${rest}`)
  return [...table.matchAll(ROW)].map(
    ([, id = '', by = '', source = '', what = '', notes = '']) => {
      const said = notes.matchAll(/(gap|remark): (.+)/g)
      const named = [...said].map(([, name = '', text = '']) => [name, text])
      return { id, by, source, what, ...(Object.fromEntries(named) as Notes) }
    },
  )
}
