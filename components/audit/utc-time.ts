/** “2026-01-31 14:03:20”, of an ISO 8601 instant in UTC. */
export function utcTime(at: string): string {
  return at.slice(0, 19).replace('T', ' ')
}
