import 'server-only'
import { readDevices } from '../../devices/list/read-devices'
import type { Actor } from '../../auth/authorization/actor'
import { deadlineIn, READ_BUDGET_MS } from '../../platform/deadline'
import { TAKE_AWAY_MS } from './activation-state'
import { isStillClaimed, postponeActivation, othersOf } from './due-activations'
import { noteNewDevice } from './announce-new-device'
import { changeActivation, type ActivationRow } from './activation-rows'
import { phoneCandidates, noteCandidates } from '../../client-states/sync/match-rows'
import { removeEnrolledPhone } from './remove-enrolled-phone'

/**
 * Looks for the phone of an activation that was undone, for a day, and takes it away in the person's name: the one that
 * was listed, or the only new one, whatever its app says. Where there are several, none of them is certain: people are
 * told instead. One that may be of another attempt that goes on is left until that one has ended.
 */
export async function followUndoneActivation(row: ActivationRow, clock: () => Date): Promise<void> {
  const { userId, deviceId, endedAt, issuer, subject } = row
  const list = await readDevices({ userIds: [userId] }, deadlineIn(READ_BUDGET_MS))
  const at = clock()
  if (list.ok) {
    const devices = list.value.map(({ device }) => device)
    const listed = devices.find(({ id }) => id === deviceId)
    if (deviceId !== null && !listed) return stop(row)
    const { taken, isContested } = await othersOf(row)
    const candidates = phoneCandidates(row, devices, taken)
    const [only, ...others] = listed ? [listed] : candidates
    if (only && others.length === 0 && (listed || !isContested(only.id))) {
      const actor: Actor = { issuer, subject, displayName: '', roles: [], signIn: '' }
      if ((await removeEnrolledPhone(row, only.id, actor, { clock, holdMs: 0 })) !== null) return
    }
    const noted = noteCandidates(row.newDevices, candidates, at)
    const isUntold = (id: string) => !noted.some((device) => device.id === id && device.told)
    const uncertain = others.length > 0 ? candidates.filter(({ id }) => isUntold(id)) : []
    await noteNewDevice(row, noted, uncertain, at)
  }
  const isOver = endedAt === null || at.getTime() - endedAt.getTime() > TAKE_AWAY_MS
  await (isOver ? stop(row) : postponeActivation(row, at))
}

async function stop(row: ActivationRow): Promise<void> {
  await changeActivation(isStillClaimed(row), { dueAt: null })
}
