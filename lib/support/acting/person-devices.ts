import 'server-only'
import { authorize } from '../../auth/authorization/authorize'
import { entriesAboutDevice, type AuditEntry } from '../../audit/log/audit-log'
import { devicesHistory, type OwnEntry } from '../../audit/reading/own-history'
import { findDevice, type FoundDevice } from '../../devices/list/find-device'
import { isDeviceId } from '../../devices/model/identifiers'
import { listDevices, type DeviceList } from '../../devices/list/list-devices'
import type { ReadError } from '../../devices/list/read-devices'
import { findReceipt } from '../../devices/removal/receipts'
import type { Receipt } from '../../devices/removal/receipt-state'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { Agent } from '../lookup/agent'
import type { KnownPerson } from '../support-state'
import { supportSubject } from '../lookup/support-subject'
import { viewedSubject } from '../lookup/record-view'

/** The devices of somebody an agent acts for, and who that is as far as the portal knows. */
export type PersonDevices = {
  readonly person: KnownPerson | null
  /** All their Recognize user IDs; devices name theirs by its place. */
  readonly userIds: readonly string[]
  readonly list: DeviceList
}

type Refusal = { readonly code: 'not-allowed' | 'not-found' }

const HISTORY_SHOWN = 50
const LATELY = 20

/** The devices behind a Recognize user ID as the service lists them now. That they were looked at stands in the trail first. */
export async function listPersonDevices(
  agent: Agent,
  text: string,
  at: Date,
  deadline: Deadline,
): Promise<Result<PersonDevices, ReadError | Refusal>> {
  const subject = await viewedSubject(agent, 'devices:list:any', text, at)
  if (!subject.ok) return subject
  const { userIds, person } = subject.value
  const authorized = authorize(agent, 'devices:list:any', subject.value)
  if (!authorized.ok) return authorized
  const list = await listDevices({ authorized: authorized.value, at, deadline })
  return list.ok ? succeed({ person, userIds, list: list.value }) : list
}

/** One device of theirs, what would be left without it, and what the trail knows of it, newest first. */
export async function findPersonDevice(
  agent: Agent,
  text: string,
  deviceId: string,
  at: Date,
  deadline: Deadline,
): Promise<
  Result<
    Pick<FoundDevice, 'device' | 'impact'> &
      Pick<PersonDevices, 'person'> & { history: AuditEntry[] },
    ReadError | Refusal
  >
> {
  const subject = await viewedSubject(agent, 'devices:list:any', text, at)
  if (!subject.ok) return subject
  if (!isDeviceId(deviceId)) return fail({ code: 'not-found' })
  const { userIds, person } = subject.value
  const authorized = authorize(agent, 'devices:list:any', subject.value)
  if (!authorized.ok) return authorized
  const [found, history] = await Promise.all([
    findDevice({ authorized: authorized.value, deviceId, deadline }),
    entriesAboutDevice(deviceId, userIds, HISTORY_SHOWN),
  ])
  if (!found.ok) return found
  const { device, impact } = found.value
  return succeed({ device, impact, person, history })
}

/** A receipt of theirs, whoever removed. */
export async function findPersonReceipt(
  agent: Agent,
  text: string,
  number: string,
  at: Date,
): Promise<Result<Pick<PersonDevices, 'person'> & { readonly receipt: Receipt }, Refusal>> {
  const subject = await viewedSubject(agent, 'devices:list:any', text, at)
  if (!subject.ok) return subject
  const { person } = subject.value
  const authorized = authorize(agent, 'devices:list:any', subject.value)
  if (!authorized.ok) return authorized
  const receipt = await findReceipt({ authorized: authorized.value, referenceCode: number })
  return receipt ? succeed({ person, receipt }) : fail({ code: 'not-found' })
}

/** What happened to their devices lately, newest first; beside the list, whose look stands in the trail. */
export async function readPersonHistory(
  agent: Agent,
  text: string,
): Promise<Result<readonly OwnEntry[], Refusal>> {
  const subject = await supportSubject(agent, 'devices:list:any', text)
  return subject.ok ? succeed(await devicesHistory(subject.value.userIds, LATELY)) : subject
}
