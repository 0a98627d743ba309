import 'server-only'
import { z } from 'zod'

export const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** An empty variable counts as not set. */
export const absent = (value: unknown) => (value === '' ? undefined : value)
export const text = z.preprocess(
  absent,
  z.string({ error: 'is missing' }).trim().min(1, 'is empty'),
)
/** A secret. It may also come from a file. */
export const secret = (name: string) =>
  z.preprocess(
    absent,
    z
      .string({ error: `is missing (or ${name}_FILE)` })
      .trim()
      .min(1, 'is empty'),
  )
const LEAST_OWN = 32
/** A secret of the portal itself. Keys are derived from it. */
export const ownSecret = z.string().trim().min(LEAST_OWN, `is shorter than ${LEAST_OWN} characters`)
/** A setting that may be missing. */
export const ifSet = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(absent, schema.optional())
/** One of some words. */
export const wordOr = <const Word extends string>(fallback: Word, words: readonly Word[]) => {
  const error =
    words.length === 2 ? `is neither ${words.join(' nor ')}` : `is none of ${words.join(', ')}`
  return z.preprocess(absent, z.enum(words, { error }).default(fallback))
}
/** The same without a default. */
export const wordIfSet = <const Word extends string>(words: readonly [Word, Word]) =>
  ifSet(z.enum(words, { error: `is neither ${words.join(' nor ')}` }))
/** Words separated by white space. An empty list is a mistake. */
export const words = ifSet(
  z
    .string()
    .transform((value) => value.split(/\s+/).filter(Boolean))
    .refine((list) => list.length > 0, { error: 'is empty' }),
)
export const optionalText = z.preprocess(absent, z.string().trim().optional())
export const textOr = (fallback: string) =>
  z.preprocess(absent, z.string().trim().default(fallback))

const wholeNumber = (unit: string, least: number, most: number) =>
  z.coerce
    .number({ error: `is not a number of ${unit}` })
    .int(`is not a whole number of ${unit}`)
    .min(least, `is less than ${least} ${unit}`)
    .max(most, `is more than ${most} ${unit}`)
export const whole = (unit: string, fallback: number, least: number, most: number) =>
  z.preprocess(absent, wholeNumber(unit, least, most).default(fallback))
/** A number whose default or meaning depends on another setting (schema.ts). */
export const wholeIfSet = (unit: string, least: number, most: number) =>
  ifSet(wholeNumber(unit, least, most))
export const seconds = (fallback: number, least: number, most: number) =>
  whole('seconds', fallback, least, most)
export const secondsIfSet = (least: number, most: number) => wholeIfSet('seconds', least, most)

/** An absolute URL. Plain http is allowed only towards this machine, because keys and tokens travel over it. */
export const secureUrl = text.pipe(
  z.string().superRefine((value, context) => {
    if (!URL.canParse(value)) {
      context.addIssue({ code: 'custom', message: 'is not an absolute URL' })
      return
    }
    const url = new URL(value)
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      context.addIssue({ code: 'custom', message: 'is not an http(s) URL' })
    else if (url.protocol === 'http:' && !LOCAL_HOSTS.has(url.hostname))
      context.addIssue({ code: 'custom', message: 'must use https (http is for localhost only)' })
    if (url.username || url.password)
      context.addIssue({ code: 'custom', message: 'must not hold a user name or password' })
    if (url.search || url.hash)
      context.addIssue({ code: 'custom', message: 'must not have a query or fragment' })
  }),
)
