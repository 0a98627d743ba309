import 'server-only'
import type { RemovalOutcome } from '../../audit/events/events'
import type { Result } from '../../platform/result'
import { isUnclear, type RecognizeError } from '../../recognize/errors'
import { isActive } from '../model/device'
import type { OwnedDevice, ReadError } from '../list/read-devices'
import type { PendingRemoval } from './removal-store'

/** What the list shows of a device after the attempt to remove it. */
export type PostDeleteObservation = 'listed' | 'gone' | 'no-identity' | 'unreadable'

/**
 * What a list shows of a device. `before`: whether the service called it usable before, listed nothing else for its
 * identity, and accepted a DELETE for it.
 * Which words the service has for a deleted row is open: one it took a DELETE for and then calls unusable is gone.
 */
export function observeAfterDelete(
  list: Result<OwnedDevice[], ReadError>,
  deviceId: string,
  before: Pick<PendingRemoval, 'wasActive' | 'wasOnly'> & { readonly accepted: boolean },
): PostDeleteObservation {
  if (!list.ok)
    return list.error.code === 'identity-unknown' && before.wasOnly ? 'no-identity' : 'unreadable'
  const now = list.value.find(({ device }) => device.id === deviceId)?.device
  if (now === undefined) return 'gone'
  const ended = before.accepted && before.wasActive && !isActive(now) && now.odd.length === 0
  return ended ? 'gone' : 'listed'
}

/**
 * How a removal ended, from the service's answer to DELETE (null: accepted) and what its list shows afterwards.
 * Only the list makes a removal certain. That the service knows no such identity any more is believed only after it
 * accepted the DELETE of the last row; otherwise a gateway that has lost its way would look like success.
 */
export function removalOutcome(
  error: RecognizeError | null,
  sight: PostDeleteObservation,
): RemovalOutcome {
  if (error === null)
    return sight === 'gone' || sight === 'no-identity' ? 'confirmed' : 'not-yet-confirmed'
  if (!error.sent) return sight === 'gone' ? 'already-gone' : 'not-sent'
  if (error.code === 'not-found') return sight === 'gone' ? 'already-gone' : 'unknown'
  if (isUnclear(error)) return sight === 'gone' ? 'confirmed' : 'unknown'
  return sight === 'gone' ? 'already-gone' : 'refused-by-service'
}
