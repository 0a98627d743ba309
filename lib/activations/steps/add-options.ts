import 'server-only'
import { keptStates, isVaultOpen, type KeptState } from '../../client-states/vault/vault'
import { tryDatabase, unlessOutage } from '../../database/outage'
import { isUsableAtService, SLOT_LIMIT } from '../../devices/model/device'
import {
  readDeviceLists,
  type OwnedDevice,
  type ReadError,
  type ReadList,
} from '../../devices/list/read-devices'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import type { Deadline } from '../../platform/deadline'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'

/** What a phone could be added with, for each identity that the service knows. */
export type AddOptions = {
  readonly identities: readonly {
    /** Counted from 0, as on the devices. */
    readonly identity: number
    readonly places: { readonly used: number; readonly limit: number }
    /** The newest recovery backup that can still be used; `storedAt` ISO 8601, UTC. */
    readonly backup: { readonly storedAt: string; readonly deviceId: string | null } | null
    /** How many phones could make a temporary state now. */
    readonly phones: number
  }[]
  /** Whether this portal can add phones at all: it keeps client states, and knows where the app is. */
  readonly isSetUp: boolean
}

/** Whether this portal can add phones: the vault has keys, and there is a link to the organisation's app. */
export function isAddingSetUp(): boolean {
  return isVaultOpen() && env().ACTIVATION_LINK_BASE !== undefined
}

/** What the subject could add a phone with now. `records-down` the portal's own records can't be read. */
export async function addOptions(
  actor: Actor,
  subject: Subject,
  at: Date,
  deadline: Deadline,
): Promise<Result<AddOptions, ReadError | { readonly code: 'not-allowed' | 'records-down' }>> {
  if (!can(actor, 'activations:start:own', subject)) return fail({ code: 'not-allowed' })
  return optionsNow(subject, at, deadline)
}

/** The same for whoever may prepare it for others, which is decided before. */
export async function optionsNow(
  subject: Pick<Subject, 'userIds'>,
  at: Date,
  deadline: Deadline,
): Promise<Result<AddOptions, ReadError | { readonly code: 'records-down' }>> {
  const [lists, states] = await Promise.all([
    readDeviceLists(subject, deadline),
    unlessOutage(() => keptStates(subject.userIds, at), null),
  ])
  if (states === null) return fail({ code: 'records-down' })
  if (!lists.ok) return lists
  const { devices, unknownIdentities } = lists.value
  const current = await reconciled(subject, states, lists.value, at)
  return succeed({
    isSetUp: isAddingSetUp(),
    identities: subject.userIds.flatMap((userId, identity) => {
      if (unknownIdentities.includes(identity)) return []
      const own = devices.filter((owned) => owned.userId === userId)
      const backup = usableBackup(current, userId, own)
      return {
        identity,
        places: { used: own.length, limit: SLOT_LIMIT },
        backup: backup && { storedAt: backup.storedAt.toISOString(), deviceId: backup.deviceId },
        phones: phonesIn(own),
      }
    }),
  })
}

/** The states as the lists leave them; as they were while that can't be written down. */
async function reconciled(
  { userIds }: Pick<Subject, 'userIds'>,
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

/** The newest backup of a Recognize user that wasn't taken out of the service's list; one whose row isn't known may be. */
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

/** How many of the devices are phones in use. */
export function phonesIn(devices: readonly OwnedDevice[]): number {
  return devices.filter(({ device }) => device.kind === 'phone' && isUsableAtService(device)).length
}
