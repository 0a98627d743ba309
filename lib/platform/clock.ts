import 'server-only'

/** The only clock of the server. Use cases take the time as an argument, and their callers read the clock. */
export function now(): Date {
  return new Date()
}
