'use server'

import { refresh } from 'next/cache'
import { redirect, RedirectType } from 'next/navigation'
import { z } from 'zod'
import { REMOVAL_REASONS } from '../devices/model/safeguards'
import { listDevices, type DeviceList } from '../devices/list/list-devices'
import { DEVICE_LABELS, labelDevice } from '../devices/list/label-device'
import { nicknameText, setNickname } from '../devices/list/nicknames'
import { waitForService } from '../devices/removal/wait-for-service'
import { removalTiming, removeDevice } from '../devices/removal/remove-device'
import { paths } from '../web/paths'
import type { Result } from '../platform/result'
import { defineAction } from './define-action'
import { deviceId, fieldsOf } from './form-fields'
import { problemOf, withProblem } from './problems'
import type { LabelState, ListProblem, RemovalState, RenameState } from './form-states'

const list = defineAction({
  name: 'list devices',
  access: 'own',
  permission: 'devices:list:own',
  changes: false,
  input: z.undefined(),
  run: ({ authorized, at, deadline }) => listDevices({ authorized, at, deadline }),
})

const removalForm = z.object({
  device: deviceId,
  reason: z.enum(REMOVAL_REASONS, 'reason'),
  confirmed: z.string().max(64).optional(),
})

const remove = defineAction({
  name: 'remove device',
  access: 'own',
  permission: 'devices:remove:own',
  fresh: true,
  limit: 'removals',
  input: removalForm,
  fieldErrors: ['not-found', 'reason'],
  run: ({ authorized }, { device, reason, confirmed = null }) =>
    removeDevice({
      authorized,
      request: { deviceId: device, reason, confirmed },
      timing: removalTiming(),
    }),
})

const wait = defineAction({
  name: 'remove device when the service is back',
  access: 'own',
  permission: 'devices:remove:own',
  about: 'records',
  fresh: true,
  limit: 'removals',
  input: removalForm,
  fieldErrors: ['not-found', 'reason'],
  run: ({ authorized }, { device, reason, confirmed = null }) =>
    waitForService({
      authorized,
      request: { deviceId: device, reason, confirmed },
      timing: removalTiming(),
    }),
})

const rename = defineAction({
  name: 'rename device',
  access: 'own',
  permission: 'devices:rename:own',
  input: z.object({ device: deviceId, nickname: nicknameText }),
  run: ({ authorized, at, deadline }, { device, nickname }) =>
    setNickname({ authorized, deviceId: device, nickname, at, deadline }),
})

const label = defineAction({
  name: 'label device',
  access: 'own',
  permission: 'devices:label:own',
  // The word decides whether a safeguard holds, so a session that was left open isn't enough.
  fresh: true,
  input: z.object({ device: deviceId, label: z.enum(DEVICE_LABELS) }),
  run: ({ authorized, at, deadline }, { device, label }) =>
    labelDevice({ authorized, deviceId: device, label, at, deadline }),
})

/** The signed-in person's devices, fresh from the service. */
export async function listDevicesAction(): Promise<Result<DeviceList, ListProblem>> {
  return withProblem(await list(undefined))
}

/** Removes a device from a posted form and leads to the receipt; gives the form's state when it wasn't removed. */
export async function removeDeviceAction(_: RemovalState, form: FormData): Promise<RemovalState> {
  const fields = fieldsOf(form)
  return removalState(fields, await remove(fields))
}

/** Keeps the wish to remove a device until the service answers again, from the same form, and leads to the receipt. */
export async function waitToRemoveAction(_: RemovalState, form: FormData): Promise<RemovalState> {
  const fields = fieldsOf(form)
  return removalState(fields, await wait(fields))
}

/** Leads to the receipt; gives the form's state when there is none. */
function removalState(
  fields: Readonly<Record<string, string>>,
  result: Awaited<ReturnType<typeof remove | typeof wait>>,
): RemovalState {
  // In place of the form, so that Back leads to the list.
  if (result.ok) redirect(paths.receipt(result.value.receipt), RedirectType.replace)
  const { error } = result
  const device = removalForm.shape.device.safeParse(fields['device']).data ?? ''
  const reason = removalForm.shape.reason.safeParse(fields['reason']).data
  const draft = { device, ...(reason && { reason }) }
  if (error.code !== 'guarded') return { ...draft, ...problemOf(error) }
  const { guard, impact } = error
  return { ...draft, code: error.decision === 'refuse' ? 'refused' : 'confirm', guard, impact }
}

/** Names a device from a posted form. */
export async function renameDeviceAction(_: RenameState, form: FormData): Promise<RenameState> {
  const fields = fieldsOf(form)
  const result = await rename(fields)
  if (!result.ok) return { ...problemOf(result.error), nickname: fields['nickname'] ?? '' }
  refresh()
  return { code: 'saved' }
}

/** Keeps what a person says of a device, from a posted form. */
export async function labelDeviceAction(_: LabelState, form: FormData): Promise<LabelState> {
  const result = await label(fieldsOf(form))
  if (!result.ok)
    return result.error.code === 'kind-known' ? { code: 'kind-known' } : problemOf(result.error)
  refresh()
  return { code: 'labelled' }
}
