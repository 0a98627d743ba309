import 'server-only'
import { entriesAboutDevice, type Entry } from '../activity/trail'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'

const SHOWN = 50

/** What the trail knows about one of the subject's devices, newest first; empty for everybody else's. */
export async function deviceHistory(
  actor: Actor,
  subject: Subject,
  deviceId: string,
): Promise<Entry[]> {
  if (!can(actor, 'devices:list:own', subject)) return []
  return entriesAboutDevice(deviceId, subject.userIds, SHOWN)
}
