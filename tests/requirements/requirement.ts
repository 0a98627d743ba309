/** How a requirement is known to hold. */
export type Check =
  /** By tests that carry its number as a tag. */
  | 'test'
  /** By a figure that a documented command gives, outside of `npm test`. */
  | 'measured'
  /** By people reading the code or the page. */
  | 'review'
  /** By whoever runs the portal: it isn't the portal's to keep. */
  | 'operator'
  | 'not built'

/** One row of the generated page of requirements. */
export interface Requirement {
  id: string
  /** What must hold, in our words. */
  what: string
  /** Numbers and levels of OWASP ASVS 5.0.0, such as `V7.2.1 (L1)`; of guidance the section. */
  sources: readonly string[]
  check: Check
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
export interface Demand {
  id: string
  what: string
  /** The place in the guidance. */
  source: string
  /** Rows of the chapters; none where tests carry the demand's own number, or `check` says how else. */
  rows: readonly string[]
  /** Where neither rows nor tests answer it. */
  check?: Exclude<Check, 'test'>
  remark?: string
}
