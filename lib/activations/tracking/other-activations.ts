import 'server-only'
import { and, eq, gte, isNotNull, ne } from 'drizzle-orm'
import { database } from '../../database/connection'
import { activations } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'
import type { ActivationRow } from './activation-rows'

/** Longer than any activation is followed, and can be undone after it. */
const LIFETIME_MS = 3 * 24 * 3600_000

/** What other activations of the same Recognize user mean for one. */
export type OtherActivations = {
  /** The devices that belong to them. */
  readonly taken: ReadonlySet<string>
  /** Whether a new device may belong to another activation whose phone is still expected. */
  readonly isContested: (deviceId: string) => boolean
}

/** How the other activations of the same Recognize user affect this one; long ended ones have no effect. */
export async function otherActivationsOf({
  number,
  userId,
  createdAt,
}: ActivationRow): Promise<OtherActivations> {
  const found = await database()
    .select()
    .from(activations)
    .where(
      and(
        eq(activations.userId, userId),
        ne(activations.number, number),
        isNotNull(activations.redeemedAt),
        gte(activations.createdAt, new Date(createdAt.getTime() - LIFETIME_MS)),
      ),
    )
  const rows = believedRows(activations, found, { userId })
  const followed = rows.filter((row) => row.dueAt !== null)
  // A device that only an app has named, of an activation that is not followed any more, would hide a phone.
  const owners = rows.filter(
    (row) => row.ending === 'listed' || row.undoReceipt !== null || row.dueAt !== null,
  )
  const rivals = followed.filter((row) => row.purpose === 'bind' && row.ending !== 'undone')
  return {
    taken: new Set(owners.flatMap((row) => row.deviceId ?? [])),
    isContested: (id) => rivals.some((row) => !row.knownDevices.includes(id)),
  }
}
