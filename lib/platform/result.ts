/** A value, or an error from a closed set of codes. Expected faults are values. Bugs are thrown. */
export type Result<Value, Failure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure }

export function succeed<Value>(value: Value): Result<Value, never> {
  return { ok: true, value }
}

export function fail<Failure>(error: Failure): Result<never, Failure> {
  return { ok: false, error }
}
