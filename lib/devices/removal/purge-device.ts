import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { EntryContext } from '../../audit/log/audit-log'
import { destroyStatesOfDevice } from '../../client-states/vault/destroy-states'
import type { Database } from '../../database/connection'
import { reportedDevices } from '../../database/schema'
import { purgeLabel } from '../list/label-device'
import { purgeNickname } from '../list/nicknames'
import { noteRemoved } from '../outside/known-lists'

/** Deletes what the portal keeps about a device that is gone from the service's list, and destroys its states. Only that it was removed stays known. */
export async function purgeDevice(
  context: EntryContext & { readonly userId: string; readonly deviceId: string },
  within: Database,
): Promise<void> {
  const { userId, deviceId, at } = context
  await noteRemoved(userId, deviceId, at, within)
  await purgeNickname(userId, deviceId, within)
  await purgeLabel(userId, deviceId, within)
  await within
    .delete(reportedDevices)
    .where(and(eq(reportedDevices.userId, userId), eq(reportedDevices.deviceId, deviceId)))
  await destroyStatesOfDevice(userId, deviceId, context, within)
}
