import 'server-only'
import { readDevices } from '../devices/read'
import type { Actor } from '../identity/actor'
import { deadlineIn, READ_BUDGET_MS } from '../platform/deadline'
import { TAKE_AWAY_MS } from './activation-state'
import { isClaimed, lookLater, othersOf } from './due'
import { noteNew } from './new-devices'
import { change, type ActivationRow } from './rows'
import { candidatesOf, noteCandidates } from './sighting'
import { takeAway } from './take-away'

/**
 * Looks for the phone of an activation that was undone, for a day, and takes it away in the person's name: the one that
 * was listed, or the only new one, whatever its app says. Where there are several, none of them is certain: people are
 * told instead. One that may be of another attempt that goes on is left until that one has ended.
 */
export async function followUndone(row: ActivationRow, clock: () => Date): Promise<void> {
  const { userId, deviceId, endedAt, issuer, subject } = row
  const list = await readDevices({ userIds: [userId] }, deadlineIn(READ_BUDGET_MS))
  const at = clock()
  if (list.ok) {
    const devices = list.value.map(({ device }) => device)
    const listed = devices.find(({ id }) => id === deviceId)
    if (deviceId !== null && !listed) return stop(row)
    const { taken, isContested } = await othersOf(row)
    const candidates = candidatesOf(row, devices, taken)
    const [only, ...others] = listed ? [listed] : candidates
    if (only && others.length === 0 && (listed || !isContested(only.id))) {
      const actor: Actor = { issuer, subject, displayName: '', roles: [], signIn: '' }
      if ((await takeAway(row, only.id, actor, { clock, holdMs: 0 })) !== null) return
    }
    const noted = noteCandidates(row.newDevices, candidates, at)
    const isUntold = (id: string) => !noted.some((device) => device.id === id && device.told)
    const uncertain = others.length > 0 ? candidates.filter(({ id }) => isUntold(id)) : []
    await noteNew(row, noted, uncertain, at)
  }
  const isOver = endedAt === null || at.getTime() - endedAt.getTime() > TAKE_AWAY_MS
  await (isOver ? stop(row) : lookLater(row, at))
}

async function stop(row: ActivationRow): Promise<void> {
  await change(isClaimed(row), { dueAt: null })
}
