import 'server-only'

/** Runs work once for all who ask with the same key while it runs: they share its outcome, or what it throws. */
export type SingleFlight<Outcome> = (key: string, work: () => Promise<Outcome>) => Promise<Outcome>

/** Nothing is remembered once the work has ended: who asks then has it run anew. */
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
