import 'server-only'
import { entriesAboutDevice, type AuditEntry } from '../../audit/log/audit-log'
import { devicesHistory, type OwnEntry } from '../../audit/reading/own-history'
import { findDevice, type FoundDevice } from '../../devices/list/find-device'
import type { Device } from '../../devices/model/device'
import { isDeviceId } from '../../devices/model/identifiers'
import { listDevices, type DeviceList } from '../../devices/list/list-devices'
import type { ReadError } from '../../devices/list/read-devices'
import { findReceipt } from '../../devices/receipts/receipts'
import type { Receipt } from '../../devices/receipts/receipt-state'
import { findDeviceOrLastKnown } from '../../devices/removal/find-last-known'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { nameForAgent } from '../../platform/visible-text'
import {
  authorizeForPerson,
  type AgentCall,
  type PersonRefusal,
} from '../lookup/authorize-for-person'
import { authorizeAndRecordView, type ViewRefusal } from '../lookup/record-view'
import type { KnownPerson } from '../support-state'

/** The devices of a person an agent acts for, and who that is as far as the portal knows. */
export type PersonDevices = {
  readonly person: KnownPerson | null
  /** All their Recognize user IDs; devices name theirs by its place. */
  readonly userIds: readonly string[]
  readonly list: DeviceList
}

const ACTION = 'devices:list:any'
const HISTORY_SHOWN = 50
const LATELY = 20

/** A person chooses the names of their devices, and may be an intruder who writes to the agent. */
function asAgentSees<One extends Device>(device: One): One {
  return { ...device, nickname: nameForAgent(device.nickname) }
}

function listAsAgentSees(list: DeviceList): DeviceList {
  return { ...list, devices: list.devices.map(asAgentSees) }
}

/** Why there is no list; during an outage with the last good one that this process read for the person or for an agent. */
type PersonListError = ViewRefusal | (ReadError & { readonly lastGood: PersonDevices | null })

/** The devices of a person as the service lists them now. The audit log records the agent's look first. */
export async function listPersonDevices({
  agent,
  userId,
  at,
  deadline,
}: AgentCall & { readonly deadline: Deadline }): Promise<Result<PersonDevices, PersonListError>> {
  const authorized = await authorizeAndRecordView({ agent, action: ACTION, userId, at })
  if (!authorized.ok) return authorized
  const { userIds, person } = authorized.value.subject
  const list = await listDevices({ authorized: authorized.value, at, deadline })
  if (list.ok) return succeed({ person, userIds, list: listAsAgentSees(list.value) })
  const { lastGood, ...error } = list.error
  return fail({
    ...error,
    lastGood: lastGood && { person, userIds, list: listAsAgentSees(lastGood) },
  })
}

/** A device of a person, and who that is. */
type PersonDevice = Pick<FoundDevice, 'device' | 'impact'> & Pick<PersonDevices, 'person'>

/** One device of a person, what would be left without it, and its entries in the audit log, newest first. */
export async function findPersonDevice({
  agent,
  userId,
  deviceId,
  at,
  deadline,
}: AgentCall & { readonly deviceId: string; readonly deadline: Deadline }): Promise<
  Result<PersonDevice & { readonly history: AuditEntry[] }, ReadError | ViewRefusal>
> {
  const authorized = await authorizeAndRecordView({ agent, action: ACTION, userId, at })
  if (!authorized.ok) return authorized
  if (!isDeviceId(deviceId)) return fail({ code: 'not-found' })
  const { userIds, person } = authorized.value.subject
  const [found, history] = await Promise.all([
    findDevice({ authorized: authorized.value, deviceId, deadline }),
    entriesAboutDevice(deviceId, userIds, HISTORY_SHOWN),
  ])
  if (!found.ok) return found
  const { device, impact } = found.value
  return succeed({ device: asAgentSees(device), impact, person, history })
}

/** A device to be removed; while the service can’t be asked, as the last good list has it. Then its removal can wait. */
export async function findDeviceToRemoveFor({
  agent,
  userId,
  deviceId,
  at,
  deadline,
}: AgentCall & { readonly deviceId: string; readonly deadline: Deadline }): Promise<
  Result<PersonDevice & { readonly isServiceDown: boolean }, ReadError | ViewRefusal>
> {
  const authorized = await authorizeAndRecordView({ agent, action: ACTION, userId, at })
  if (!authorized.ok) return authorized
  const { person } = authorized.value.subject
  const found = await findDeviceOrLastKnown({
    authorized: authorized.value,
    deviceId,
    at,
    deadline,
  })
  if (!found.ok) return found
  const { device, impact, isServiceDown } = found.value
  return succeed({ device: asAgentSees(device), impact, isServiceDown, person })
}

/** A receipt of a person, whether they or an agent removed the device. */
export async function findPersonReceipt({
  agent,
  userId,
  referenceCode,
  at,
}: AgentCall & { readonly referenceCode: string }): Promise<
  Result<Pick<PersonDevices, 'person'> & { readonly receipt: Receipt }, ViewRefusal>
> {
  const authorized = await authorizeAndRecordView({ agent, action: ACTION, userId, at })
  if (!authorized.ok) return authorized
  const { person } = authorized.value.subject
  const receipt = await findReceipt({ authorized: authorized.value, referenceCode })
  return receipt ? succeed({ person, receipt }) : fail({ code: 'not-found' })
}

/** The recent history of a person’s devices, newest first. The list on the same page records the look. */
export async function readPersonHistory(
  asked: Omit<AgentCall, 'at'>,
): Promise<Result<readonly OwnEntry[], PersonRefusal>> {
  const authorized = await authorizeForPerson({ ...asked, action: ACTION })
  if (!authorized.ok) return authorized
  return succeed(await devicesHistory(authorized.value.subject.userIds, LATELY))
}
