import 'server-only'
import { eq } from 'drizzle-orm'
import type { StateKind } from '../vault/vault'
import type { Database } from '../../database/connection'
import { clientStates, reportedDevices } from '../../database/schema'
import { SLOT_LIMIT } from '../../devices/model/device'
import { deviceIdOf } from '../../devices/model/identifiers'
import type { OwnedDevice } from '../../devices/list/read-devices'
import { mayBeRowOf, NEAR_MS } from './state-rows'
import { fail, succeed, type Result } from '../../platform/result'

/** How far the service's clock may be ahead. */
const CLOCK_TOLERANCE_MS = 60_000

/** A state that is to be kept, as far as its row goes. */
export type Rowless = {
  readonly userId: string
  readonly kind: StateKind
  readonly publicSigningKey: string | null
}

/** The row of the service's list that a state is, and how that is known. */
export type StateRow =
  | { readonly deviceId: string; readonly linkedBy: 'app' | 'difference' }
  | { readonly deviceId: null; readonly linkedBy: null }

/**
 * Which row of the user's list a state is: the one of the key that came with it, listed already or not; without a key the
 * only new row that can be meant, and none when that isn't certain. `taken` are the rows known to be something else.
 * - `wrong-kind` the row of that key is another kind of device: removing it must not take the state away
 */
export function rowOfState(
  { userId, kind, publicSigningKey }: Rowless,
  listed: readonly OwnedDevice[],
  taken: ReadonlySet<string>,
  at: Date,
): Result<StateRow, { readonly code: 'wrong-kind' }> {
  if (publicSigningKey !== null) {
    const deviceId = deviceIdOf(userId, publicSigningKey)
    const row = listed.find(({ device }) => device.id === deviceId)
    return row && isOtherKind(row, kind)
      ? fail({ code: 'wrong-kind' })
      : succeed({ deviceId, linkedBy: 'app' })
  }
  const [only, ...others] = newRowsOf(kind, listed, taken, at)
  return succeed(
    only && others.length === 0
      ? { deviceId: only.device.id, linkedBy: 'difference' }
      : { deviceId: null, linkedBy: null },
  )
}

/**
 * Whether the user has a place for a state, which the service has given it already: its own row counts among the listed
 * ones when it isn't known which one it is, too, if only one that it can be has just appeared.
 */
export function hasPlace(
  kind: StateKind,
  { deviceId }: StateRow,
  listed: readonly OwnedDevice[],
  taken: ReadonlySet<string>,
  at: Date,
): boolean {
  const others = listed.filter(({ device }) => device.id !== deviceId)
  if (deviceId !== null || listed.length !== SLOT_LIMIT) return others.length < SLOT_LIMIT
  return newRowsOf(kind, listed, taken, at).length > 0
}

/** The user's rows that are known to be another state's, or a phone's. */
export async function takenRows(userId: string, tx: Database): Promise<ReadonlySet<string>> {
  const [states, phones] = [
    await tx
      .select({ deviceId: clientStates.deviceId })
      .from(clientStates)
      .where(eq(clientStates.userId, userId)),
    await tx
      .select({ deviceId: reportedDevices.deviceId })
      .from(reportedDevices)
      .where(eq(reportedDevices.userId, userId)),
  ]
  return new Set([...states, ...phones].flatMap(({ deviceId }) => deviceId ?? []))
}

function newRowsOf(
  kind: StateKind,
  listed: readonly OwnedDevice[],
  taken: ReadonlySet<string>,
  at: Date,
): OwnedDevice[] {
  return listed.filter(
    (row) => mayBeRowOf(row, kind) && !taken.has(row.device.id) && isNewRow(row, at),
  )
}

function isOtherKind({ device }: OwnedDevice, kind: StateKind): boolean {
  const isStated = device.kindSource === 'stated' && device.kind !== kind
  return isStated || device.kindSource === 'reported'
}

function isNewRow({ device: { addedAt } }: OwnedDevice, at: Date): boolean {
  if (addedAt === null) return false
  const age = at.getTime() - Date.parse(addedAt)
  return age <= NEAR_MS && age >= -CLOCK_TOLERANCE_MS
}
