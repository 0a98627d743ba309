import 'server-only'
import { and, eq, isNotNull } from 'drizzle-orm'
import { activations } from '../../database/schema'
import { TAKE_AWAY_MS } from './activation-state'
import type { ActivationRow } from './activation-rows'

// When an activation is looked at next. Times in milliseconds.

/** An activation whose process died is due again after this; a look takes less. */
export const CLAIM_MS = 30_000
const FIRST_REMOVAL_PAUSE_MS = 10_000
const FIRST_MS = 1_000
/** While a person may stand there and wait; and when only the service is waited for. */
const MOST_MS = { waiting: 3_000, later: 60_000 }
const WAITING_MS = 30 * 60_000
const MOST_REMOVAL_PAUSE_MS = 3600_000
/** For how long after its time a phone is still looked for while the service can't be asked. */
const OUTAGE_MS = 24 * 3600_000

/** When to look next: a tenth of the time for which nothing has happened, within bounds. */
export function nextLookAt(row: ActivationRow, at: Date): Date {
  const { redeemedAt, facePassedAt, failedAt, endedAt, expiresAt } = row
  const times = [redeemedAt, facePassedAt, failedAt, endedAt].map((time) => time?.getTime() ?? 0)
  const quietMs = at.getTime() - Math.max(...times)
  const mostMs = quietMs < WAITING_MS ? MOST_MS.waiting : MOST_MS.later
  const next = at.getTime() + Math.min(mostMs, Math.max(FIRST_MS, quietMs / 10))
  // Its end must not be seen later than it comes.
  return new Date(at < expiresAt ? Math.min(next, expiresAt.getTime()) : next)
}

/** From when on its phone is not looked for any more. */
export function followedUntil({ ending, endedAt, expiresAt }: ActivationRow): Date {
  if (ending !== 'undone') return new Date(expiresAt.getTime() + OUTAGE_MS)
  return new Date((endedAt?.getTime() ?? 0) + TAKE_AWAY_MS)
}

/** The next try to remove a phone: the pause grows to the time since the end, so that the service isn't pressed for a day. */
export function nextRemovalTryAt({ endedAt }: Pick<ActivationRow, 'endedAt'>, at: Date): Date {
  const sinceMs = at.getTime() - (endedAt ?? at).getTime()
  return new Date(
    at.getTime() + Math.min(MOST_REMOVAL_PAUSE_MS, Math.max(FIRST_REMOVAL_PAUSE_MS, sinceMs)),
  )
}

/** The activation is as it was claimed: no step was taken since. */
export const isStillClaimed = ({ dueAt }: ActivationRow) =>
  and(dueAt === null ? undefined : eq(activations.dueAt, dueAt), isNotNull(activations.dueAt))
