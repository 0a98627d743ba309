import 'server-only'
import type { StateKind } from '../client-states/vault'
import { deviceIdOf } from '../devices/identifiers'
import type { OwnedDevice } from '../devices/read'
import { fail, succeed, type Result } from '../platform/result'

/** How old a row may be that is taken for the one of a state that comes without its key. */
const NEW_FOR_MS = 10 * 60_000
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
  const [only, ...others] = listed.filter(
    (row) =>
      row.publicSigningKey !== null &&
      !taken.has(row.device.id) &&
      isNewRow(row, at) &&
      (row.device.kindSource === 'not-stated' || isStatedAs(row, kind)),
  )
  return succeed(
    only && others.length === 0
      ? { deviceId: only.device.id, linkedBy: 'difference' }
      : { deviceId: null, linkedBy: null },
  )
}

function isStatedAs({ device }: OwnedDevice, kind: StateKind): boolean {
  return device.kindSource === 'stated' && device.kind === kind
}

function isOtherKind({ device }: OwnedDevice, kind: StateKind): boolean {
  const isStated = device.kindSource === 'stated' && device.kind !== kind
  return isStated || device.kindSource === 'reported'
}

function isNewRow({ device: { addedAt } }: OwnedDevice, at: Date): boolean {
  if (addedAt === null) return false
  const age = at.getTime() - Date.parse(addedAt)
  return age <= NEW_FOR_MS && age >= -CLOCK_TOLERANCE_MS
}
