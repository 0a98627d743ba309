import 'server-only'

/** The one clock of the server. Use cases take the time as an argument; only their callers ask the clock. */
export function now(): Date {
  return new Date()
}
