/** What an operation gives back: a value, or an error with a closed set of codes. Faults of people and services are values; bugs are thrown. */
export type Result<Value, Failure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure }

/** Wraps a value as a success. */
export function succeed<Value>(value: Value): Result<Value, never> {
  return { ok: true, value }
}

/** Wraps an error as a failure. */
export function fail<Failure>(error: Failure): Result<never, Failure> {
  return { ok: false, error }
}
