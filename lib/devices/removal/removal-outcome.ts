import 'server-only'
import type { RemovalOutcome } from '../../audit/events/events'
import type { Result } from '../../platform/result'
import { isUnclear, type RecognizeError } from '../../recognize/errors'
import { mayBeUsable } from '../model/device'
import type { OwnedDevice, ReadError } from '../list/read-devices'
import type { PendingRemoval } from '../receipts/pending-removals'

/** What the list shows of a device after the attempt to remove it. */
export type PostDeleteObservation = 'listed' | 'gone' | 'no-identity' | 'unreadable'

/** What a list shows of a device. A row also counts as gone when an accepted DELETE has made it unusable. */
export function observeAfterDelete(
  list: Result<OwnedDevice[], ReadError>,
  deviceId: string,
  before: Pick<PendingRemoval, 'wasActive' | 'wasOnly'> & { readonly accepted: boolean },
): PostDeleteObservation {
  if (!list.ok)
    return list.error.code === 'identity-unknown' && before.wasOnly ? 'no-identity' : 'unreadable'
  const now = list.value.find(({ device }) => device.id === deviceId)?.device
  if (now === undefined) return 'gone'
  const ended = before.accepted && before.wasActive && !mayBeUsable(now) && now.odd.length === 0
  return ended ? 'gone' : 'listed'
}

/**
 * How a removal ended, from the service's answer to DELETE (null: accepted) and from its list afterwards. Only the list
 * makes a removal certain. An unknown Recognize user counts as removed only after the service accepted the DELETE of its
 * last row, because a gateway that is set up wrongly knows no user either.
 */
export function removalOutcome(
  error: RecognizeError | null,
  observation: PostDeleteObservation,
): RemovalOutcome {
  if (error === null)
    return observation === 'gone' || observation === 'no-identity'
      ? 'confirmed'
      : 'not-yet-confirmed'
  if (!error.sent) return observation === 'gone' ? 'already-gone' : 'not-sent'
  if (error.code === 'not-found') return observation === 'gone' ? 'already-gone' : 'unknown'
  if (isUnclear(error)) return observation === 'gone' ? 'confirmed' : 'unknown'
  return observation === 'gone' ? 'already-gone' : 'refused-by-service'
}
