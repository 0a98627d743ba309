import { deviceIdOf } from '@/lib/devices/model/identifiers'
import type { RemovalTiming } from '@/lib/devices/removal/remove-device'
import type { Agent } from '@/lib/auth/authorization/actor'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { findPersonReceipt, listPersonDevices } from '@/lib/support/acting/person-devices'
import { removeForPerson, type SupportRequest } from '@/lib/support/acting/remove-for-person'
import { backupRow, newSigningKey, phoneRow } from '../../builders/rows'
import { AT_ONCE } from './removals'
import { makeSomebody } from './test'

export const TICKET = 'INC 4711'

/** Somebody with two phones and a backup, and what an agent asks for to remove the first phone. */
export async function twoPhones() {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const person = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: key }),
    phoneRow({ userId, publicSigningKey: other }),
    backupRow({ userId }),
  ])
  const deviceId = deviceIdOf(person.userId, key)
  const request: SupportRequest = { deviceId, reason: 'lost', ticket: TICKET }
  return { ...person, key, deviceId, otherId: deviceIdOf(person.userId, other), request }
}
type Person = Awaited<ReturnType<typeof twoPhones>>

/** Removes a device of the person as an agent. */
export const removeAs = (
  agent: Agent,
  { userId, ...person }: Person,
  request = person.request,
  timing: RemovalTiming = AT_ONCE,
) => removeForPerson({ agent, userId, ...request, timing })

/** The list of the person as an agent sees it. */
export const listAs = (agent: Agent, { userId }: Person, at = now()) =>
  listPersonDevices({ agent, userId, at, deadline: readDeadline() })

/** A receipt of the person as an agent sees it. */
export const receiptAs = (agent: Agent, { userId }: Person, referenceCode: string) =>
  findPersonReceipt({ agent, userId, referenceCode, at: now() })
