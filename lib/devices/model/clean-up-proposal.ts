import { isActive, type Device, type DeviceKind } from './device'
import { compare } from './group-devices'

/** From this many used places on a clean-up is proposed. */
export const NEAR_LIMIT = 40
/** How many places a proposal leaves in use. */
const COMFORTABLE = 30

/** What may go in a clean-up of one identity: see {@link cleanUpOf}. */
export type CleanUpProposal = {
  /** In the order they would go: temporary backups, then recovery backups, the oldest of each first. */
  readonly candidates: readonly Device[]
  /** The ids of those that are proposed: as many as are needed to have room again. */
  readonly proposed: readonly string[]
}

/**
 * What can be cleaned up in a list: client states whose kind the service states, never the newest usable one of a kind
 * (of recovery backups one whose state is kept, where there is one), so never the last. Phones, rows of inferred or unknown kind and rows that can't be removed never. Each identity by itself.
 */
export function cleanUpOf(devices: readonly Device[]): CleanUpProposal {
  const identities = [...new Set(devices.map(({ identity }) => identity))]
  const proposals = identities.map((identity) =>
    ofIdentity(devices.filter((device) => device.identity === identity)),
  )
  return {
    candidates: proposals.flatMap(({ candidates }) => candidates),
    proposed: proposals.flatMap(({ proposed }) => proposed),
  }
}

function ofIdentity(devices: readonly Device[]): CleanUpProposal {
  const candidates = [...allButNewest(devices, 'temporary'), ...allButNewest(devices, 'backup')]
  const tooMany = devices.length >= NEAR_LIMIT ? devices.length - COMFORTABLE : 0
  return { candidates, proposed: candidates.slice(0, tooMany).map(({ id }) => id) }
}

/** The stated, removable rows of a kind, unusable ones first, then the oldest, without the newest usable one. */
function allButNewest(devices: readonly Device[], kind: DeviceKind): Device[] {
  const rows = devices
    .filter((device) => device.kind === kind && device.kindSource === 'stated' && device.removable)
    .toSorted(
      (a, b) =>
        Number(isActive(a)) - Number(isActive(b)) ||
        compare(a.addedAt ?? '', b.addedAt ?? '') ||
        compare(a.id, b.id),
    )
  const usable = rows.filter(isActive)
  // One whose state is kept can be used without another phone.
  const newest = usable.findLast((row) => row.kind === 'backup' && row.stored) ?? usable.at(-1)
  // One key may stand in two rows, which go together or not at all.
  return rows.filter(({ id }) => id !== newest?.id)
}
