import 'server-only'
import { z } from 'zod'
import { fail, succeed, type Result } from '../../platform/result'
import { KEY_PATTERN } from '../../recognize/map'
import { isPossibleState, MOST_STATE_BYTES } from '../vault/vault'

/** The longest line: room for the longest state when every character is escaped, and for the other fields. */
export const MOST_LINE_BYTES = 6 * MOST_STATE_BYTES + 64 * 1024

/** A recovery backup that the organisation has kept until now. */
export type ImportedState = {
  readonly userId: string
  readonly text: string
  /** Of the row that the service made for the state. */
  readonly publicSigningKey: string | null
  /** When the organisation stored it. Never null without a key: nothing else could find its row. */
  readonly storedAt: Date | null
}

/**
 * Why a line is no state to import.
 * - `too-long` longer than a line with the longest state
 * - `not-json` no JSON, or no UTF-8
 * - `temporary` a temporary state: it is for one use within the hour, by an activation that asked for it
 * - `invalid` JSON of another form; `problems` says what, and never quotes the line
 */
export type LineFault =
  | { readonly code: 'too-long' | 'not-json' | 'temporary' }
  | { readonly code: 'invalid'; readonly problems: readonly string[] }

/** The vendor was founded in 2015: no state is older. */
const FIRST_POSSIBLE = new Date('2015-01-01T00:00:00Z')

const must = (field: string, be: string) => ({ error: `${field} must be ${be}` })
const userId = must('userId', 'a Recognize user ID in hex')
const state = must('clientState', 'text of 1 byte to 1 MiB as UTF-8, without lone surrogates')
const key = must('publicSigningKey', 'a public signing key in base64')
const time = must('storedAt', 'a time with its zone, ISO 8601, neither before 2015 nor to come')

// Strict: a misspelt optional field would otherwise be left out in silence.
const importLine = z.strictObject(
  {
    userId: z
      .string(userId)
      .regex(/^[0-9A-Fa-f]{2,256}$/, userId)
      .transform((hex) => hex.toUpperCase()),
    clientStateType: z.enum(['BACKUP', 'TEMPORARY'], must('clientStateType', 'BACKUP')),
    clientState: z.string(state).refine(isPossibleState, state),
    publicSigningKey: z.string(key).regex(KEY_PATTERN, key).optional(),
    storedAt: z.iso
      .datetime({ offset: true, ...time })
      .transform((text) => new Date(text))
      .optional(),
  },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? 'it has a field that is not known' : 'it must be an object',
  },
)

/** Reads one line of a file to import, at the time `at`. Null for a blank line, which says nothing. */
export function readImportLine(
  bytes: Uint8Array | null,
  at: Date,
): Result<ImportedState, LineFault> | null {
  if (bytes === null) return fail({ code: 'too-long' })
  const text = decode(bytes)
  if (text?.trim() === '') return null
  const json = text === null ? undefined : parseJson(text)
  if (json === undefined) return fail({ code: 'not-json' })
  const line = importLine.safeParse(json)
  if (!line.success) return invalid(...line.error.issues.map(({ message }) => message))
  const { publicSigningKey = null, storedAt = null } = line.data
  if (line.data.clientStateType === 'TEMPORARY') return fail({ code: 'temporary' })
  if (storedAt !== null && (storedAt < FIRST_POSSIBLE || storedAt > at)) return invalid(time.error)
  if (publicSigningKey === null && storedAt === null)
    return invalid('it must have publicSigningKey or storedAt, to find its row by')
  return succeed({
    userId: line.data.userId,
    text: line.data.clientState,
    publicSigningKey,
    storedAt,
  })
}

const invalid = (...problems: string[]) => fail({ code: 'invalid' as const, problems })

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Undefined when it is no JSON. The parser's own words are dropped, because they quote the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
