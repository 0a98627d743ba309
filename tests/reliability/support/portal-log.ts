/** The lines of a portal's log that report what no fault of the service and no kill explains. */
export function errorsIn(log: string): string[] {
  return log.split('\n').filter((line) => (line.startsWith('{') ? isError(line) : isTrouble(line)))
}

/**
 * A busy machine may take longer than the second that the portal waits for a connection to its database. Its worker
 * says so and tries again; a person would get an answer that isn't allowed, and the person reports that.
 */
const EXPECTED = 'pending removals can’t be worked on'

function isError(line: string): boolean {
  try {
    const { level, msg } = JSON.parse(line) as { level?: unknown; msg?: unknown }
    return (level === 'error' || level === 'fatal') && msg !== EXPECTED
  } catch {
    // A kill may cut a line in two.
    return false
  }
}

/** Words of a process that can't start, or that ends by itself. */
function isTrouble(line: string): boolean {
  return /error|exception|can't/i.test(line)
}
