'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { REMOVAL_REASONS } from '../devices/model/safeguards'
import { isDeviceId } from '../devices/model/identifiers'
import { listDevices as listUseCase, type DeviceList } from '../devices/list/list-devices'
import type { ReadError } from '../devices/list/read-devices'
import { nicknameText, setNickname as renameUseCase } from '../devices/list/nicknames'
import { removeDevice as removeUseCase, type RemovalError } from '../devices/removal/remove-device'
import { paths } from '../web/paths'
import { now } from '../platform/clock'
import { env } from '../platform/env'
import type { Result } from '../platform/result'
import { authorize, type NotAllowed } from '../auth/authorization/authorize'
import type { StaleAuth } from '../auth/step-up/freshness'
import { defineAction, fieldsOf, type ActionError } from './define-action'
import { problemOf, detailsOf, withProblem } from './problems'
import type { ListProblem, RemovalState, RenameState } from './form-states'

const list = defineAction({
  name: 'list devices',
  changes: false,
  input: z.undefined(),
  run: async ({
    actor,
    subject,
    at,
    deadline,
  }): Promise<Result<DeviceList, ReadError | NotAllowed>> => {
    const authorized = authorize(actor, 'devices:list:own', subject)
    if (!authorized.ok) return authorized
    return listUseCase({ authorized: authorized.value, at, deadline })
  },
})

const deviceId = z.string().refine(isDeviceId)

const remove = defineAction({
  name: 'remove device',
  fresh: true,
  limit: 'removals',
  input: z.object({
    device: deviceId,
    reason: z.enum(REMOVAL_REASONS),
    confirmed: z.string().max(64).optional(),
  }),
  run: async (
    { actor, subject },
    { device, reason, confirmed = null },
  ): ReturnType<typeof removeUseCase> => {
    const authorized = authorize(actor, 'devices:remove:own', subject)
    if (!authorized.ok) return authorized
    const timing = { clock: now, holdMs: env().REMOVAL_HOLD_SECONDS * 1000 }
    const request = { deviceId: device, reason, confirmed }
    return removeUseCase({ authorized: authorized.value, request, timing })
  },
})

const rename = defineAction({
  name: 'rename device',
  input: z.object({ device: deviceId, nickname: nicknameText }),
  run: async (
    { actor, subject, at, deadline },
    { device, nickname },
  ): Promise<Result<void, ReadError | NotAllowed | { readonly code: 'not-found' }>> => {
    const authorized = authorize(actor, 'devices:rename:own', subject)
    if (!authorized.ok) return authorized
    return renameUseCase({ authorized: authorized.value, deviceId: device, nickname, at, deadline })
  },
})

/** The signed-in person's devices, fresh from the service. */
export async function listDevicesAction(): Promise<Result<DeviceList, ListProblem>> {
  return withProblem(await list(undefined))
}

/** Removes a device from a posted form and leads to the receipt; gives the form's state when it wasn't removed. */
export async function removeDeviceAction(_: RemovalState, form: FormData): Promise<RemovalState> {
  const fields = fieldsOf(form)
  const { device } = fields
  const reason = z.enum(REMOVAL_REASONS).safeParse(fields['reason']).data
  // An id that can't be one is answered like one that isn't there; a missing reason has its own words.
  if (!isDeviceId(device)) return { device: '', code: 'not-found' }
  if (reason === undefined) return { device, code: 'reason' }
  const result = await remove(fields)
  if (result.ok) redirect(paths.receipt(result.value.receipt))
  return { ...removalState(device, result.error), reason }
}

/** Names a device from a posted form. */
export async function renameDeviceAction(_: RenameState, form: FormData): Promise<RenameState> {
  const fields = fieldsOf(form)
  const result = await rename(fields)
  if (!result.ok) return { ...problemOf(result.error), nickname: fields['nickname'] ?? '' }
  refresh()
  return { code: 'saved' }
}

function removalState(
  device: string,
  error: ActionError | StaleAuth | RemovalError,
): NonNullable<RemovalState> {
  if (error.code !== 'guarded') return { device, code: error.code, ...detailsOf(error) }
  const { guard, impact } = error
  return { device, code: error.decision === 'refuse' ? 'refused' : 'confirm', guard, impact }
}
