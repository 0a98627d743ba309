import 'server-only'
import type { Subject } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import { keptStates, isVaultOpen, type KeptState } from '../../client-states/vault/vault'
import { tryDatabase, unlessOutage } from '../../database/outage'
import { SLOT_LIMIT } from '../../devices/model/device'
import { waysBackIn, type Inventory } from '../../devices/model/ways-back-in'
import {
  inventoryOfIdentity,
  readDeviceLists,
  type ReadError,
  type ReadList,
} from '../../devices/list/read-devices'
import type { CallTime } from '../../platform/deadline'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'
import type { StartFacts } from './start-rules'

/** What a phone could be added with, for each identity that the service knows. */
export type AddOptions = {
  readonly identities: readonly (StartFacts & {
    /** Counted from 0, as on the devices. */
    readonly identity: number
    /** The newest recovery backup that this portal can hand over; `storedAt` ISO 8601, UTC. */
    readonly backup: { readonly storedAt: string; readonly deviceId: string | null } | null
    /** Whether the organisation keeps a recovery backup outside of this portal. */
    readonly isBackupElsewhere: boolean
  })[]
  /** Whether this portal can add phones. */
  readonly isSetUp: boolean
}

/** Whether this portal can add phones: it has keys for client states, and the link to the organisation's app. */
export function isAddingSetUp(): boolean {
  return isVaultOpen() && env().ACTIVATION_LINK_BASE !== undefined
}

/** The possible starts of an activation now, for each identity of a person or the one that an agent named. */
export async function addOptions({
  authorized,
  at,
  deadline,
}: Permitted<'activations:start:own' | 'activations:start:any'> & CallTime): Promise<
  Result<AddOptions, ReadError | { readonly code: 'records-down' }>
> {
  const { action, subject } = authorized
  // An agent prepares for the Recognize user that was asked for, which comes first.
  const userIds: Subject['userIds'] =
    action === 'activations:start:any' ? [subject.userIds[0]] : subject.userIds
  const [lists, states] = await Promise.all([
    readDeviceLists({ userIds }, deadline),
    unlessOutage(() => keptStates(userIds, at), null),
  ])
  if (states === null) return fail({ code: 'records-down' })
  if (!lists.ok) return lists
  const { unknownIdentities } = lists.value
  const current = await reconcileAll(userIds, states, lists.value, at)
  return succeed({
    isSetUp: isAddingSetUp(),
    identities: userIds.flatMap((userId, identity) => {
      if (unknownIdentities.includes(identity)) return []
      const own = inventoryOfIdentity(lists.value, identity)
      const backup = usableBackup(
        current.filter((state) => state.userId === userId),
        own,
      )
      return {
        identity,
        ...startFacts(own),
        backup: backup && { storedAt: backup.storedAt.toISOString(), deviceId: backup.deviceId },
        isBackupElsewhere: waysBackIn(own).backups.some(
          ({ row }) => row?.keptBy === 'organisation',
        ),
      }
    }),
  })
}

/** The states in line with the lists; as they were while the database can't be written. */
async function reconcileAll(
  userIds: readonly string[],
  states: readonly KeptState[],
  { devices, unknownIdentities }: ReadList,
  at: Date,
): Promise<readonly KeptState[]> {
  const each = userIds.map(async (userId, identity) => {
    const own = states.filter((state) => state.userId === userId)
    const listed = devices.filter((owned) => owned.userId === userId)
    if (own.length === 0 || unknownIdentities.includes(identity)) return own
    return tryDatabase(() => reconcileStates(userId, own, listed, at), own)
  })
  return (await Promise.all(each)).flat()
}

/**
 * The newest kept backup of a Recognize user that is a way back in; null when there is none to hand over. `states` are
 * the user's, newest first.
 */
export function usableBackup(states: readonly KeptState[], inventory: Inventory): KeptState | null {
  const backups = states.filter(({ kind }) => kind === 'backup')
  const withRow = new Set(
    inventory.devices.flatMap((device) =>
      device.kind === 'backup' && device.keptBy === 'portal' ? device.id : [],
    ),
  )
  for (const { row } of waysBackIn(inventory).backups) {
    const state = backups.find(({ deviceId }) =>
      // The row of a state may have become known since the inventory was read.
      row === null ? deviceId === null || !withRow.has(deviceId) : deviceId === row.id,
    )
    if (state) return state
  }
  return null
}

/** What one identity's inventory says of its places and phones. A row of uncertain kind may be a phone: its owner knows. */
export function startFacts(inventory: Inventory): StartFacts {
  const { phones, uncertain } = waysBackIn(inventory)
  const maybe = uncertain.filter(({ kind }) => kind !== 'backup')
  return {
    places: { used: inventory.devices.length, limit: SLOT_LIMIT },
    phones: phones.length + maybe.length,
  }
}
