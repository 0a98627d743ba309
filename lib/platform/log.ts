import 'server-only'
import pino, { type Logger } from 'pino'
import { env } from './env'
import { rateLimitedLog } from './rate-limited-log'

/** A minute, of each kind. */
const FRAMEWORK_LINES = 60

let logger: Logger | undefined

/**
 * The log: one JSON object a line on standard output, times in UTC.
 * What is logged is chosen field by field at the call; objects from outside (requests, answers, errors with payloads) are never passed whole.
 */
export function log(): Logger {
  logger ??= pino({
    level: env().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: safeError },
  })
  return logger
}

/**
 * Errors and warnings that the framework prints by itself go through the log as well: in its form, and without the
 * parameters of queries that a printed error would carry. Sparingly, because a post that can't be read is enough for one.
 */
export function sendConsoleToLog(): void {
  const through =
    (level: 'error' | 'warn') =>
    (...printed: unknown[]) => {
      const err = printed.find((part) => part instanceof Error)
      const words = printed.filter((part) => typeof part === 'string').join(' ')
      // By where it comes from: posts that can't be read must not silence an error of another place.
      const kind = err ? `${err.name} ${framesOf(err)[0]}` : words
      rateLimitedLog(`framework/${level}/${kind}`, FRAMEWORK_LINES, (leftOut) => {
        const facts = { ...(err && { err }), ...(leftOut > 0 && { leftOut }) }
        log()[level](facts, err ? 'reported by the framework' : words)
      })
    }
  Object.assign(console, { error: through('error'), warn: through('warn') })
}

/**
 * Name, message and stack frames of an error and its causes, without the extras that drivers and clients attach.
 * Messages that hold what was sent are replaced.
 */
function safeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: 'NonError' }
  return {
    name: error.name,
    message: messageOf(error),
    frames: framesOf(error),
    ...(error.cause === undefined ? {} : { cause: safeError(error.cause) }),
  }
}

function messageOf(error: Error): string {
  // The database layer writes the parameters of a query into its message.
  if ('query' in error) return 'a database query failed'
  // What couldn't be parsed is quoted in it.
  return error instanceof SyntaxError ? 'a text could not be parsed' : error.message
}

function framesOf({ stack }: Error): string[] {
  return stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
}
