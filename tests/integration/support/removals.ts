import { deviceIdOf } from '@/lib/devices/model/identifiers'
import type { RemovalRequest, RemovalTiming } from '@/lib/devices/removal/remove-device'
import { now } from '@/lib/platform/clock'
import { deadlineIn } from '@/lib/platform/deadline'
import { findReceipt, listDevices, removeDevice, waitForService, type Acting } from './own-devices'
import { recognize, type Somebody } from './test'

/** A removal that nobody could undo: for tests of what comes after the wait. */
export const AT_ONCE = { clock: now, holdMs: 0 }

/** A removal that can be undone for a minute. */
export const HELD = { clock: now, holdMs: 60_000 }

/** A clock that is so many seconds ahead. */
export const later = (seconds: number) => () => new Date(Date.now() + seconds * 1000)

/** The keys that the service was asked to delete for somebody, in order. */
export async function deletions({ userId }: { readonly userId: string }): Promise<string[]> {
  const calls = await recognize.journal({ userId })
  return calls.flatMap(({ method, publicSigningKey }) =>
    method === 'DELETE' ? [publicSigningKey ?? ''] : [],
  )
}

/** Asks for the removal of the device with this key. */
export const askToRemove = (
  person: Somebody,
  key: string,
  more: Partial<RemovalRequest> = {},
  timing: RemovalTiming = AT_ONCE,
) => {
  const request = {
    deviceId: deviceIdOf(person.userId, key),
    reason: 'tidying',
    confirmed: null,
  } as const
  return removeDevice(person, { request: { ...request, ...more }, timing })
}

/** Asks for a removal that must be taken; gives its receipt. */
export async function remove(...asked: Parameters<typeof askToRemove>): Promise<string> {
  const removal = await askToRemove(...asked)
  if (!removal.ok) throw new Error(`not removed: ${removal.error.code}`)
  return removal.value.receipt
}

/** Somebody whose list this process has read, and whose service is down since. */
export async function duringOutage(person: Somebody): Promise<Somebody> {
  // The first reading of a process takes seconds on a busy machine.
  const list = await listDevices(person, { deadline: deadlineIn(15_000) })
  if (!list.ok) throw new Error(`no list: ${list.error.code}`)
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 403 })
  return person
}

/** Asks for the removal of the device with this key, to be done when the service is back. */
export const askToWait = (
  person: Somebody,
  key: string,
  more: Partial<RemovalRequest> = {},
  timing: RemovalTiming = AT_ONCE,
) => {
  const deviceId = deviceIdOf(person.userId, key)
  const request = { deviceId, reason: 'stolen', confirmed: null } as const
  return waitForService(person, { request: { ...request, ...more }, timing })
}

/** Asks for one that must be taken; gives its receipt. */
export async function wait(...asked: Parameters<typeof askToWait>): Promise<string> {
  const removal = await askToWait(...asked)
  if (!removal.ok) throw new Error(`not noted: ${removal.error.code}`)
  return removal.value.receipt
}

/** What a removal has come to, as the person sees it. */
export const stateOf = async (person: Acting, referenceCode: string) =>
  (await findReceipt(person, { referenceCode }))?.state
