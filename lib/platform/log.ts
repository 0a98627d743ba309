import 'server-only'
import pino, { type Logger } from 'pino'
import { env } from './env'

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
 * parameters of queries that a printed error would carry.
 */
export function sendConsoleToLog(): void {
  const through =
    (level: 'error' | 'warn') =>
    (...printed: unknown[]) => {
      const err = printed.find((part) => part instanceof Error)
      const words = printed.filter((part) => typeof part === 'string')
      log()[level](err ? { err } : {}, err ? 'reported by the framework' : words.join(' '))
    }
  Object.assign(console, { error: through('error'), warn: through('warn') })
}

/**
 * Name, message and stack frames of an error and its causes, without the extras that drivers and clients attach.
 * The database layer writes the parameters of a query into its message, so that message is replaced.
 */
function safeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: 'NonError' }
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
  return {
    name: error.name,
    message: 'query' in error ? 'a database query failed' : error.message,
    frames,
    ...(error.cause === undefined ? {} : { cause: safeError(error.cause) }),
  }
}
