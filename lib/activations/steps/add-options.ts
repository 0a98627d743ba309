import 'server-only'
import type { Subject } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import { keptStates, isVaultOpen, type KeptState } from '../../client-states/vault/vault'
import { tryDatabase, unlessOutage } from '../../database/outage'
import { isUsableAtService, SLOT_LIMIT } from '../../devices/model/device'
import {
  readDeviceLists,
  type OwnedDevice,
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
    /** The newest recovery backup that can still be used; `storedAt` ISO 8601, UTC. */
    readonly backup: { readonly storedAt: string; readonly deviceId: string | null } | null
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
  const { devices, unknownIdentities } = lists.value
  const current = await reconcileAll(userIds, states, lists.value, at)
  return succeed({
    isSetUp: isAddingSetUp(),
    identities: userIds.flatMap((userId, identity) => {
      if (unknownIdentities.includes(identity)) return []
      const own = devices.filter((owned) => owned.userId === userId)
      const backup = usableBackup(current, userId, own)
      return {
        identity,
        ...startFacts(own),
        backup: backup && { storedAt: backup.storedAt.toISOString(), deviceId: backup.deviceId },
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

/** The newest backup of a Recognize user that the service still lists as active. A backup whose row isn't known may be. */
export function usableBackup(
  states: readonly KeptState[],
  userId: string,
  devices: readonly OwnedDevice[],
): KeptState | null {
  const usable = new Set(
    devices.filter(({ device }) => isUsableAtService(device)).map(({ device }) => device.id),
  )
  const backup = states.find(
    (state) =>
      state.userId === userId &&
      state.kind === 'backup' &&
      (state.deviceId === null || usable.has(state.deviceId)),
  )
  return backup ?? null
}

/** What the devices of one identity say of its places and phones. */
export function startFacts(devices: readonly OwnedDevice[]): StartFacts {
  const phones = devices.filter(
    ({ device }) => device.kind === 'phone' && isUsableAtService(device),
  )
  return { places: { used: devices.length, limit: SLOT_LIMIT }, phones: phones.length }
}
