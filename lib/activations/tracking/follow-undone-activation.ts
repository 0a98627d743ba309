import 'server-only'
import { readDevices } from '../../devices/list/read-devices'
import type { Actor } from '../../auth/authorization/actor'
import type { JobResult } from '../../jobs/queue'
import { deadlineIn, READ_BUDGET_MS } from '../../platform/deadline'
import { isStillClaimed } from './activation-schedule'
import { noteNewDevice } from './announce-new-device'
import { changeActivation, type ActivationRow } from './activation-rows'
import { otherActivationsOf } from './other-activations'
import { phoneCandidates, noteCandidates } from '../../client-states/sync/match-rows'
import { removeEnrolledPhone } from './remove-enrolled-phone'

/** Removes the phone of an undone activation: the listed one, or the only new one. Several are announced instead. */
export async function followUndoneActivation(
  row: ActivationRow,
  clock: () => Date,
): Promise<JobResult<ActivationRow>> {
  const { userId, deviceId, issuer, subject } = row
  const list = await readDevices({ userIds: [userId] }, deadlineIn(READ_BUDGET_MS))
  const at = clock()
  if (list.ok) {
    const devices = list.value.map(({ device }) => device)
    const listed = devices.find(({ id }) => id === deviceId)
    if (deviceId !== null && !listed) return stop(row)
    const { taken, isContested } = await otherActivationsOf(row)
    const candidates = phoneCandidates(row, devices, taken)
    const [only, ...others] = listed ? [listed] : candidates
    if (only && others.length === 0 && (listed || !isContested(only.id))) {
      const actor: Actor = { issuer, subject, displayName: '', roles: [], sessionHash: '' }
      if ((await removeEnrolledPhone(row, only.id, actor, { clock, holdMs: 0 })) !== null)
        return 'done'
    }
    const noted = noteCandidates(row.newDevices, candidates, at)
    const isUntold = (id: string) => !noted.some((device) => device.id === id && device.told)
    const uncertain = others.length > 0 ? candidates.filter(({ id }) => isUntold(id)) : []
    await noteNewDevice(row, noted, uncertain, at)
  }
  return { again: row }
}

async function stop(row: ActivationRow): Promise<JobResult<ActivationRow>> {
  await changeActivation({ number: row.number }, isStillClaimed(row), { dueAt: null })
  return 'done'
}
