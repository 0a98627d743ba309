import 'server-only'
import { and, asc, eq, gte, inArray, isNotNull, lte, ne, notInArray } from 'drizzle-orm'
import { database } from '../../database/connection'
import { activations } from '../../database/schema'
import type { ActivationRow } from './activation-rows'

/** What a process that died had claimed is due again after this; a look takes less. */
export const CLAIM_MS = 10_000
const FIRST_MS = 1_000
/** While somebody may stand there and wait; and when only the service is waited for. */
const MOST_MS = { waiting: 3_000, later: 60_000 }
const WAITING_MS = 30 * 60_000
const MOST_TRY_MS = 3600_000
/** Longer than any activation is followed, and can be undone after it. */
const LIFETIME_MS = 3 * 24 * 3600_000

/** Takes up to `limit` activations that are due, so that no other replica takes them meanwhile; none of `except`. */
export async function claimDueActivations(
  at: Date,
  limit: number,
  except: readonly string[],
): Promise<ActivationRow[]> {
  const due = database()
    .select({ number: activations.number })
    .from(activations)
    .where(and(lte(activations.dueAt, at), notInArray(activations.number, [...except])))
    .orderBy(asc(activations.dueAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  return database()
    .update(activations)
    .set({ dueAt: new Date(at.getTime() + CLAIM_MS) })
    .where(inArray(activations.number, due))
    .returning()
}

/** Puts the next look off, unless somebody has gone on with it: ever longer, the longer nothing has happened. */
export async function postponeActivation(row: ActivationRow, at: Date): Promise<void> {
  const { redeemedAt, facePassedAt, failedAt, endedAt, expiresAt } = row
  const times = [redeemedAt, facePassedAt, failedAt, endedAt].map((time) => time?.getTime() ?? 0)
  const quietMs = at.getTime() - Math.max(...times)
  const mostMs = quietMs < WAITING_MS ? MOST_MS.waiting : MOST_MS.later
  const next = at.getTime() + Math.min(mostMs, Math.max(FIRST_MS, quietMs / 10))
  // Its end must not be seen later than it comes.
  const dueAt = at < expiresAt ? Math.min(next, expiresAt.getTime()) : next
  await database()
    .update(activations)
    .set({ dueAt: new Date(dueAt) })
    .where(isStillClaimed(row))
}

/** As it was claimed: nobody has gone on with it since. */
export const isStillClaimed = ({ number, dueAt }: ActivationRow) =>
  and(
    eq(activations.number, number),
    dueAt === null ? undefined : eq(activations.dueAt, dueAt),
    isNotNull(activations.dueAt),
  )

/** What other activations of the same Recognize user mean for one. */
export type Others = {
  /** The devices that are theirs. */
  readonly taken: ReadonlySet<string>
  /** Whether a new device may as well be that of another one whose phone is on its way. */
  readonly isContested: (deviceId: string) => boolean
}

/** What the other activations of the same Recognize user mean for one; those that ended long before it began mean nothing. */
export async function othersOf({ number, userId, createdAt }: ActivationRow): Promise<Others> {
  const { deviceId, ending, dueAt, undoReceipt, redeemedAt, purpose, knownDevices } = activations
  const rows = await database()
    .select({ deviceId, ending, dueAt, undoReceipt, redeemedAt, purpose, knownDevices })
    .from(activations)
    .where(
      and(
        eq(activations.userId, userId),
        ne(activations.number, number),
        isNotNull(activations.redeemedAt),
        gte(activations.createdAt, new Date(createdAt.getTime() - LIFETIME_MS)),
      ),
    )
  const followed = rows.filter((row) => row.dueAt !== null)
  // What an app only told, and nobody follows any more, would hide a phone.
  const owners = rows.filter(
    (row) => row.ending === 'listed' || row.undoReceipt !== null || row.dueAt !== null,
  )
  const rivals = followed.filter((row) => row.purpose === 'bind' && row.ending !== 'undone')
  return {
    taken: new Set(owners.flatMap((row) => row.deviceId ?? [])),
    isContested: (id) => rivals.some((row) => !row.knownDevices.includes(id)),
  }
}

/** Puts the next try to take a phone away off: ever longer, so that the service isn't pressed for a day. */
export function nextTryAt({ endedAt }: Pick<ActivationRow, 'endedAt'>, at: Date): Date {
  const sinceMs = at.getTime() - (endedAt ?? at).getTime()
  return new Date(at.getTime() + Math.min(MOST_TRY_MS, Math.max(CLAIM_MS, sinceMs)))
}
