'use server'

import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { REMOVAL_REASONS } from '../devices/guards'
import { isDeviceId } from '../devices/identifiers'
import { listDevices as listUseCase, type DeviceList } from '../devices/list'
import { nicknameText, renameDevice as renameUseCase } from '../devices/nicknames'
import { removeDevice as removeUseCase, type RemovalError } from '../devices/remove'
import { paths, signInAndReturn } from '../paths'
import { now } from '../platform/clock'
import type { Result } from '../platform/result'
import { defineAction, fieldsOf, type ActionError } from './define-action'
import { problemOf, referenceOf } from './problems'
import type { ListProblem, RemovalState, RenameState } from './states'

const list = defineAction({
  name: 'list devices',
  input: z.undefined(),
  run: ({ actor, subject, at, deadline }) => listUseCase(actor, subject, at, deadline),
})

const deviceId = z.string().refine(isDeviceId)

const remove = defineAction({
  name: 'remove device',
  outlivesBrowser: true,
  input: z.object({
    device: deviceId,
    reason: z.enum(REMOVAL_REASONS),
    confirmed: z.string().max(64).optional(),
  }),
  run: ({ actor, subject }, { device, reason, confirmed }) =>
    removeUseCase(actor, subject, { deviceId: device, reason, confirmed: confirmed ?? null }, now),
})

const rename = defineAction({
  name: 'rename device',
  input: z.object({ device: deviceId, nickname: nicknameText }),
  run: ({ actor, subject, at, deadline }, { device, nickname }) =>
    renameUseCase(actor, subject, { deviceId: device, nickname }, at, deadline),
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
  if (!isDeviceId(device)) {
    const unknown = { device: '', code: 'not-found' } as const
    return leaveForm(unknown, paths.devices)
  }
  if (reason === undefined) return { device, code: 'reason' }
  const result = await remove(fields)
  if (result.ok) redirect(`/receipts/${result.value.receipt}`)
  return leaveForm({ ...removalState(device, result.error), reason }, paths.remove(device))
}

/** Names a device from a posted form. */
export async function renameDevice(_: RenameState, form: FormData): Promise<RenameState> {
  const fields = fieldsOf(form)
  const result = await rename(fields)
  if (result.ok) refresh()
  const code = result.ok ? ('saved' as const) : problemOf(result.error).code
  return leaveForm({ code }, paths.device(fields['device'] ?? ''))
}

/**
 * The state for the form, unless it was posted without script and its page is no longer the person's to see: the
 * framework would render that page for the answer, and its redirect would repeat the post at the new address.
 */
async function leaveForm<State extends { readonly code: string }>(
  state: State,
  path: string,
): Promise<State> {
  const withoutScript = !(await headers()).has('next-action')
  if (withoutScript && state.code === 'not-found') redirect(paths.notFound)
  if (withoutScript && state.code === 'signed-out') redirect(signInAndReturn(path))
  return state
}

function removalState(
  device: string,
  error: ActionError | RemovalError,
): NonNullable<RemovalState> {
  if (error.code !== 'guarded') return { device, code: error.code, ...referenceOf(error) }
  const { guard, outlook } = error
  return { device, code: error.decision === 'refuse' ? 'refused' : 'confirm', guard, outlook }
}
