import type { Entered } from '@/lib/identity/entered'

/** What an agent had entered about a call, as its fields have it. */
export function callEntered({ ticket, verified }: Entered) {
  return { ticket: ticket?.[0] ?? '', verified: verified?.[0] === 'yes' }
}
