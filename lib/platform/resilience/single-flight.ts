import 'server-only'

/** Runs work once for all concurrent callers with one key. They share its result or its error. */
export type SingleFlight<Outcome> = (key: string, work: () => Promise<Outcome>) => Promise<Outcome>

/** Keeps nothing after the end of the work. A later caller starts it again. */
export function createSingleFlight<Outcome>(): SingleFlight<Outcome> {
  const running = new Map<string, Promise<Outcome>>()
  return (key, work) => {
    const known = running.get(key)
    if (known) return known
    const outcome = work().finally(() => running.delete(key))
    running.set(key, outcome)
    return outcome
  }
}
