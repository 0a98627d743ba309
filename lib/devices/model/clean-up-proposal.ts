import { isUsableAtService, type Device, type DeviceKind } from './device'
import { compareTexts } from './group-devices'

/** From this many used places on a clean-up is proposed. */
export const NEAR_LIMIT = 40
/** How many places a proposal leaves in use. */
const COMFORTABLE = 30

/** What can be cleaned up, and what is proposed. {@link cleanUpOf} has the rules. */
export type CleanUpProposal = {
  /** In the order they would go: temporary backups, then recovery backups, the oldest of each first. */
  readonly candidates: readonly Device[]
  /** The ids of those that are proposed: as many as are needed to have room again. */
  readonly proposed: readonly string[]
  /** Rows of unknown kind, the oldest first. A person may tick them by hand, with their facts before them. */
  readonly uncertain: readonly Device[]
}

/**
 * What can be cleaned up in a list: client states of certain kind that can be removed. Phones never can. Rows of unknown
 * kind are never proposed. Of each kind the newest usable one stays, and of recovery backups rather the newest whose
 * state is kept. So the last one of a kind never goes. Each identity is looked at by itself.
 */
export function cleanUpOf(devices: readonly Device[]): CleanUpProposal {
  const identities = [...new Set(devices.map(({ identity }) => identity))]
  const proposals = identities.map((identity) =>
    ofIdentity(devices.filter((device) => device.identity === identity)),
  )
  return {
    candidates: proposals.flatMap(({ candidates }) => candidates),
    proposed: proposals.flatMap(({ proposed }) => proposed),
    uncertain: proposals.flatMap(({ uncertain }) => uncertain),
  }
}

function ofIdentity(devices: readonly Device[]): CleanUpProposal {
  const candidates = [...allButNewest(devices, 'temporary'), ...allButNewest(devices, 'backup')]
  const tooMany = devices.length >= NEAR_LIMIT ? devices.length - COMFORTABLE : 0
  const uncertain = devices
    .filter(({ kind, removable }) => kind === 'unknown' && removable)
    .toSorted(byAge)
  return { candidates, proposed: candidates.slice(0, tooMany).map(({ id }) => id), uncertain }
}

/** Oldest first. */
function byAge(a: Device, b: Device): number {
  return compareTexts(a.addedAt ?? '', b.addedAt ?? '') || compareTexts(a.id, b.id)
}

/** The removable rows of a kind, unusable ones first, then the oldest, without the newest usable one. */
function allButNewest(devices: readonly Device[], kind: DeviceKind): Device[] {
  const rows = devices
    .filter((device) => device.kind === kind && device.removable)
    .toSorted((a, b) => Number(isUsableAtService(a)) - Number(isUsableAtService(b)) || byAge(a, b))
  const usable = rows.filter(isUsableAtService)
  // Only a backup whose state is kept can be used.
  const newest = usable.findLast((row) => row.kind === 'backup' && row.keptBy) ?? usable.at(-1)
  // Two rows may have the same key. They go together or not at all.
  return rows.filter(({ id }) => id !== newest?.id)
}
