import 'server-only'
import { entriesAboutDevice, type Entry } from '../activity/trail'
import { unlessOutage } from '../database/outage'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'

const SHOWN = 50

/** What the trail knows about one of the subject's devices, newest first; empty for everybody else's, null while it can't be read. */
export async function deviceHistory(
  actor: Actor,
  subject: Subject,
  deviceId: string,
): Promise<Entry[] | null> {
  if (!can(actor, 'devices:list:own', subject)) return []
  return unlessOutage(() => entriesAboutDevice(deviceId, subject.userIds, SHOWN), null)
}
