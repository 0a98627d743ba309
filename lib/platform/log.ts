import 'server-only'
import pino, { type Logger } from 'pino'
import { env } from './env'
import { rateLimitedLog } from './rate-limited-log'

/** Lines per minute, for each kind. */
const FRAMEWORK_LINES = 60

let logger: Logger | undefined

/** The log: one JSON object a line, times in UTC. Never pass whole objects from outside, such as requests. */
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

/** Sends the framework’s own errors to the log, without query parameters and at a limited rate. */
export function sendConsoleToLog(): void {
  const through =
    (level: 'error' | 'warn') =>
    (...printed: unknown[]) => {
      const err = printed.find((part) => part instanceof Error)
      const words = printed.filter((part) => typeof part === 'string').join(' ')
      // The kind includes the place of the error, so that unreadable posts don't silence errors of another place.
      const kind = err ? `${err.name} ${framesOf(err)[0]}` : words
      rateLimitedLog(`framework/${level}/${kind}`, FRAMEWORK_LINES, (leftOut) => {
        const facts = { ...(err && { err }), ...(leftOut > 0 && { leftOut }) }
        log()[level](facts, err ? 'reported by the framework' : words)
      })
    }
  Object.assign(console, { error: through('error'), warn: through('warn') })
}

/** Name, message and frames of an error and its causes, without the extra fields of drivers and clients. */
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
  // The database layer writes query parameters into its message.
  if ('query' in error) return 'a database query failed'
  // The message quotes the text that could not be parsed.
  return error instanceof SyntaxError ? 'a text could not be parsed' : error.message
}

function framesOf({ stack }: Error): string[] {
  return stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
}
