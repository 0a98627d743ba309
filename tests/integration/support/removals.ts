import { now } from '@/lib/platform/clock'
import { recognize } from './test'

/** A removal that nobody could undo: for tests of what comes after the wait. */
export const AT_ONCE = { clock: now, holdMs: 0 }

/** A clock that is so many seconds ahead. */
export const later = (seconds: number) => () => new Date(Date.now() + seconds * 1000)

/** The keys that the service was asked to delete for somebody, in order. */
export async function deletions({ userId }: { readonly userId: string }): Promise<string[]> {
  const calls = await recognize.journal({ userId })
  return calls.flatMap(({ method, publicSigningKey }) =>
    method === 'DELETE' ? [publicSigningKey ?? ''] : [],
  )
}
