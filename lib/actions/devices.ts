'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { REMOVAL_REASONS } from '../devices/guards'
import { isDeviceId } from '../devices/identifiers'
import { listDevices as listUseCase, type DeviceList } from '../devices/list'
import { nicknameText, renameDevice as renameUseCase } from '../devices/nicknames'
import { removeDevice as removeUseCase, type RemovalError } from '../devices/remove'
import { now } from '../platform/clock'
import type { Result } from '../platform/result'
import { defineAction, fieldsOf, type ActionError } from './define-action'
import { problemOf, referenceOf } from './problems'
import type { ListProblem, RemovalState, RenameState } from './states'

const list = defineAction({
  name: 'list devices',
  input: z.undefined(),
  run: ({ actor, subject, at }) => listUseCase(actor, subject, at),
})

const deviceId = z.string().refine(isDeviceId)

const remove = defineAction({
  name: 'remove device',
  input: z.object({
    device: deviceId,
    reason: z.enum(REMOVAL_REASONS),
    confirmed: z.literal('yes').optional(),
  }),
  run: ({ actor, subject }, { device, reason, confirmed }) =>
    removeUseCase(
      actor,
      subject,
      { deviceId: device, reason, confirmed: confirmed === 'yes' },
      now,
    ),
})

const rename = defineAction({
  name: 'rename device',
  input: z.object({ device: deviceId, nickname: nicknameText }),
  run: ({ actor, subject, at }, { device, nickname }) =>
    renameUseCase(actor, subject, { deviceId: device, nickname }, at),
})

/** The signed-in person's devices, fresh from the service. */
export async function listDevices(): Promise<Result<DeviceList, ListProblem>> {
  const result = await list(undefined)
  return result.ok ? result : { ok: false, error: problemOf(result.error) }
}

/** Removes a device from a posted form and leads to the receipt; gives the form's state when it wasn't removed. */
export async function removeDevice(_: RemovalState, form: FormData): Promise<RemovalState> {
  const fields = fieldsOf(form)
  const { device } = fields
  const reason = z.enum(REMOVAL_REASONS).safeParse(fields['reason']).data
  // An id that can't be one is answered like one that isn't there; a missing reason has its own words.
  if (!isDeviceId(device)) return { device: '', code: 'not-found' }
  if (reason === undefined) return { device, code: 'reason' }
  const result = await remove(fields)
  if (result.ok) redirect(`/receipts/${result.value.receipt}`)
  return { ...removalState(device, result.error), reason }
}

/** Names a device from a posted form. */
export async function renameDevice(_: RenameState, form: FormData): Promise<RenameState> {
  const result = await rename(fieldsOf(form))
  if (result.ok) refresh()
  return result.ok ? { code: 'saved' } : { code: problemOf(result.error).code }
}

function removalState(
  device: string,
  error: ActionError | RemovalError,
): NonNullable<RemovalState> {
  if (error.code !== 'guarded') return { device, code: error.code, ...referenceOf(error) }
  return { device, code: error.decision === 'refuse' ? 'refused' : 'confirm', guard: error.guard }
}
