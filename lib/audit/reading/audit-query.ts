import 'server-only'
import { z, type ZodType } from 'zod'
import { EVENT_TYPES, OUTCOMES } from '../events/events'
import type { EntryFilter } from './read-entries'
import { isDeviceId } from '../../devices/model/identifiers'
import { normaliseUserId } from '../../recognize/user-id'

/** The filters of the audit log, as the query string of the page names them. Times are UTC. */
export const FILTER_FIELDS = ['who', 'whom', 'device', 'what', 'outcome', 'from', 'to'] as const
export type FilterField = (typeof FILTER_FIELDS)[number]

/** A part of the query that can't be used. `unknown`: not a field at all. */
export type QueryProblem = {
  readonly field: FilterField | 'before' | 'order' | 'unknown'
  /** What was typed, or the beginning of it. */
  readonly text: string
}

/** The texts of the query as they were typed. `what` may be there several times. */
export type Asked = { readonly [field in Exclude<FilterField, 'what'>]: string } & {
  readonly what: readonly string[]
}

export type AuditQuery = {
  readonly asked: Asked
  readonly filter: EntryFilter
  readonly before: number | null
  /** If there are any, nothing may be shown: it wouldn't be what was asked for. */
  readonly problems: readonly QueryProblem[]
}

type Params = Readonly<Record<string, string | readonly string[] | undefined>>

const LONGEST = 600
/** The years that every database and every clock understands. */
const YEARS = { first: 1970, last: 9999 }

const text = z.string().trim().max(LONGEST)
const moment = text
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/)
  .transform((typed) => ({ typed, at: new Date(`${typed}Z`) }))
  // `Date` turns a day that its month lacks into another day.
  .refine(
    ({ typed, at }) =>
      !Number.isNaN(at.getTime()) && at.toISOString().startsWith(typed.slice(0, 16)),
  )
  .transform(({ at }) => at)
  .refine((at) => at.getUTCFullYear() >= YEARS.first && at.getUTCFullYear() <= YEARS.last)

const FIELDS = {
  who: text.toLowerCase().pipe(z.uuid()),
  whom: text.transform(normaliseUserId).pipe(z.string()),
  device: text.toLowerCase().refine(isDeviceId),
  outcome: z.enum(OUTCOMES),
  from: moment,
  to: moment,
  before: text.regex(/^[1-9]\d{0,14}$/).transform(Number),
} as const
const type = z.enum(EVENT_TYPES as [string, ...string[]])

/** Parses the query string. Every part that can't be understood is a problem; none is ignored. */
export function readAuditQuery(params: Params): AuditQuery {
  const problems: QueryProblem[] = []
  const read = <Value>(field: keyof typeof FIELDS, schema: ZodType<Value>): Value | undefined => {
    const given = listOf(params[field])
    const [typed, ...more] = given
    if (typed === undefined) return undefined
    const value = schema.safeParse(typed)
    if (value.success && more.length === 0) return value.data
    problems.push({ field, text: shortened(given.join(' ')) })
    return undefined
  }
  const what = [...new Set(listOf(params['what']))]
  for (const typed of what)
    if (!type.safeParse(typed).success) problems.push({ field: 'what', text: shortened(typed) })
  const filter = compact({
    actorName: read('who', FIELDS.who),
    userId: read('whom', FIELDS.whom),
    deviceId: read('device', FIELDS.device),
    types: what.length > 0 ? what : undefined,
    outcome: read('outcome', FIELDS.outcome),
    from: read('from', FIELDS.from),
    to: read('to', FIELDS.to),
  })
  const before = read('before', FIELDS.before) ?? null
  const { from, to } = filter
  if (from && to && from >= to) problems.push({ field: 'order', text: '' })
  for (const name of Object.keys(params))
    if (!KNOWN.has(name)) problems.push({ field: 'unknown', text: shortened(name) })
  return { asked: askedIn(params, what), filter, before, problems }
}

const KNOWN = new Set<string>([...FILTER_FIELDS, 'before'])

/** The values of a parameter, without the empty fields of a form. */
function listOf(param: Params[string]): string[] {
  const list = param === undefined ? [] : typeof param === 'string' ? [param] : param
  return list.map((one) => one.trim()).filter((one) => one !== '')
}

function shortened(typed: string): string {
  return [...typed].length > 80 ? `${[...typed].slice(0, 79).join('')}…` : typed
}

function askedIn(params: Params, what: readonly string[]): Asked {
  const typed = (field: FilterField) => listOf(params[field]).join(' ').slice(0, LONGEST)
  return {
    who: typed('who'),
    whom: typed('whom'),
    device: typed('device'),
    outcome: typed('outcome'),
    from: typed('from'),
    to: typed('to'),
    what,
  }
}

type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

function compact<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<Fields>
}

/** The address of a page with this query, and with the parameters `more`. */
export function auditAddress(
  path: string,
  asked: Partial<Asked>,
  more: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams()
  for (const field of FILTER_FIELDS)
    for (const value of [asked[field] ?? []].flat()) if (value !== '') search.append(field, value)
  for (const [name, value] of Object.entries(more)) search.append(name, value)
  return search.size > 0 ? `${path}?${search}` : path
}
