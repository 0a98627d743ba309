import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import type { Agent } from '@/lib/auth/authorization/actor'
import type { SupportRequest } from '@/lib/support/acting/remove-for-person'
import { requestApproval } from '@/lib/support/approvals/request-approval'
import { backupRow, newSigningKey, phoneRow } from '../../builders/rows'
import { seen } from './agents'
import { makeSomebody } from './test'
import { decideApproval } from '@/lib/support/approvals/decide-approval'
import { readApproval } from '@/lib/support/approvals/read-approvals'

/** Somebody known, with one phone and, unless not wanted, a backup. */
export async function withLastPhone(withBackup = true) {
  const key = newSigningKey()
  const person = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: key }),
    ...(withBackup ? [backupRow({ userId })] : []),
  ])
  await seen(person)
  const deviceId = deviceIdOf(person.userId, key)
  const request: SupportRequest = { deviceId, reason: 'stolen', ticket: 'INC-1' }
  return { ...person, key, deviceId, request }
}
type Person = Awaited<ReturnType<typeof withLastPhone>>

/** Asks for a second agent. */
export const ask = (
  agent: Agent,
  person: Person,
  changes: Partial<SupportRequest> = {},
  at = now(),
) =>
  requestApproval({
    agent,
    userId: person.userId,
    ...person.request,
    ...changes,
    at,
    deadline: readDeadline(),
  })

/** Asks, and gives the request's number. */
export async function asked(agent: Agent, person: Person, at = now()): Promise<string> {
  const number = await ask(agent, person, {}, at)
  if (!number.ok) throw new Error(number.error.code)
  return number.value
}

/** Decides as an agent. */
export const decide = (
  agent: Agent,
  referenceCode: string,
  decision: 'approve' | 'decline' = 'approve',
  clock = now,
) => decideApproval({ agent, referenceCode, decision, clock })

/** What an agent reads of a request. */
export const read = (agent: Agent, referenceCode: string, at = now()) =>
  readApproval({ agent, referenceCode, at })
