/** What a line of the portal's log says, as far as it matters here; null for other lines. */
interface Reported {
  at: number
  line: string
  /** The database was not reached in time. */
  isSlowDatabase: boolean
}

/**
 * The errors in a portal's log. The portal waits two seconds for a connection to its database, which a busy machine may
 * not manage while the portal starts: those are told apart from what nothing here explains.
 */
export function errorsIn(log: string): { unexplained: string[]; slowDatabase: number[] } {
  const lines = log.split('\n')
  const reported = lines.flatMap((line) => (line.startsWith('{') ? (reportedBy(line) ?? []) : []))
  return {
    unexplained: [
      ...reported.filter(({ isSlowDatabase }) => !isSlowDatabase).map(({ line }) => line),
      // Words of a process that can't start, or that ends by itself.
      ...lines.filter((line) => !line.startsWith('{') && /error|exception|can't/i.test(line)),
    ],
    slowDatabase: reported.filter(({ isSlowDatabase }) => isSlowDatabase).map(({ at }) => at),
  }
}

function reportedBy(line: string): Reported | null {
  try {
    const { level, time, msg } = JSON.parse(line) as Record<string, unknown>
    if (level !== 'error' && level !== 'fatal') return null
    // A key that is refused and a breaker that opens: what the schedules' faults are meant to bring about.
    if (msg === 'recognize call' || msg === 'recognize breaker') return null
    const isSlowDatabase = /due to connection timeout|exceeded when trying to connect/.test(line)
    return { at: Date.parse(String(time)), line, isSlowDatabase }
  } catch {
    // A kill may cut a line in two.
    return null
  }
}
