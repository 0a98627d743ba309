import 'server-only'
import { isAddingSetUp } from '../../activations/steps/add-options'
import { problemOf } from '../../actions/problems'
import type { Actor } from '../../auth/authorization/actor'
import { authorize } from '../../auth/authorization/authorize'
import { ownSubject, recordedSubject } from '../../auth/sessions/own-subject'
import { confirmationOf } from '../../auth/step-up/confirmation'
import { freshForMs } from '../../auth/step-up/freshness'
import { deviceHistory } from '../../devices/list/device-history'
import { findDevice } from '../../devices/list/find-device'
import { listDevices, listWithoutSubject } from '../../devices/list/list-devices'
import { isOutage } from '../../devices/list/service-outage'
import { findLastKnownDevice } from '../../devices/removal/find-last-known'
import { succeed } from '../../platform/result'
import { paths } from '../../web/paths'
import { redirect303 } from '../../web/redirect'
import { supportPaths } from '../../web/support-paths'
import { pageFailure, type SearchParams } from '../page-failure'
import { openOwnPage, type OwnPage } from './open-own-page'

/** The device list; where it can't be read, why, and the last good one. Staff for whom nothing is set up arrive at their own pages. */
export async function loadDevices() {
  const { actor, session, at, deadline } = await openOwnPage(paths.devices)
  const subject = await ownSubject(session, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  const list = authorized.ok
    ? await listDevices({ authorized: authorized.value, at, deadline })
    : await listWithoutSubject({
        account: actor,
        userIds: session.foundUserIds,
        error: authorized.error,
        at,
      })
  const isSetUp = list.ok || !NOT_SET_UP.has(list.error.code)
  if (!isSetUp && actor.roles.length > 0) redirect303(startOfStaff(actor))
  return {
    shown: list.ok ? list.value : list.error.lastGood,
    problem: list.ok ? null : problemOf(list.error),
    canAdd: isSetUp && isAddingSetUp(),
    freshForMs: freshForMs(session, at),
    at,
  }
}

/** There is no identity, or the service doesn't know it: nothing is set up yet. */
const NOT_SET_UP: ReadonlySet<string> = new Set(['not-known', 'identity-unknown'])

/** Where staff arrive who have no devices of their own. */
function startOfStaff({ roles }: Pick<Actor, 'roles'>): string {
  return roles.includes('support') ? supportPaths.start : supportPaths.trail
}

/** One device and its history. One that isn't in the list leads to the not-found page. */
export async function loadDevice(id: string) {
  const path = paths.device(id)
  const found = await findOwn(await openOwnPage(path), id)
  if (!found.ok) return pageFailure(found.error, path)
  const { authorized, device } = found.value
  return succeed({ device, history: await deviceHistory({ authorized, deviceId: id }) })
}

/** One device to be removed, what its removal means, and how far the person is with confirming that it's them. */
export async function loadDeviceRemoval(id: string, params: SearchParams) {
  const path = paths.remove(id)
  const page = await openOwnPage(path)
  const found = await findOwn(page, id)
  const confirmation = confirmationOf(page.session, path, params, page.at)
  if (found.ok) {
    const { device, impact } = found.value
    return succeed({ device, impact, isServiceDown: false, confirmation, at: page.at })
  }
  const known = isOutage(found.error) ? await lastKnown(page, id) : null
  if (known === null) return pageFailure(found.error, path)
  return succeed({ ...known, isServiceDown: true, confirmation, at: page.at })
}

/** While the service can't be asked: the device of the last list, so that its removal can wait for the service. */
async function lastKnown({ actor, session, at, deadline }: OwnPage, id: string) {
  const subject = await recordedSubject(session, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  return authorized.ok
    ? findLastKnownDevice({ authorized: authorized.value, deviceId: id, at })
    : null
}

async function findOwn({ actor, session, at, deadline }: OwnPage, id: string) {
  const subject = await ownSubject(session, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  if (!authorized.ok) return authorized
  const found = await findDevice({ authorized: authorized.value, deviceId: id, deadline })
  if (!found.ok && found.error.code === 'not-found') redirect303(paths.notFound)
  return found.ok ? succeed({ ...found.value, authorized: authorized.value }) : found
}
