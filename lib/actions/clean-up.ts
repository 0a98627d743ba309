'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { cancelCleanUp, findCleanUp, startCleanUp } from '../devices/removal/clean-up'
import type { Receipt } from '../devices/receipts/receipt-state'
import { paths } from '../web/paths'
import { removalTiming } from '../devices/removal/remove-device'
import { succeed, type Result } from '../platform/result'
import { defineAction } from './define-action'
import { deviceId, fieldsOf, referenceCode } from './form-fields'
import { problemOf, viewOf, withProblem } from './problems'
import type { CleanUpState, ListProblem, UndoCleanUpState } from './form-states'

/** A clean-up by its receipts, in the order they are carried out, and when they were read; ISO 8601, UTC. */
export type CleanUpView = { readonly receipts: readonly Receipt[]; readonly readAt: string }

/** More rows than a list can sensibly have are no clean-up of one. */
const MOST = 1_000

const start = defineAction({
  name: 'start clean-up',
  access: 'own',
  permission: 'devices:remove:own',
  fresh: true,
  limit: 'removals',
  input: z.object({
    devices: z.array(deviceId).min(1, 'none').max(MOST),
    confirmed: z.string().max(64).nullable(),
  }),
  fieldErrors: ['none'],
  run: ({ authorized, deadline }, { devices, confirmed }) =>
    startCleanUp({
      authorized,
      deviceIds: devices,
      confirmed,
      timing: removalTiming(),
      deadline,
    }),
})

const read = defineAction({
  name: 'read clean-up',
  access: 'own',
  permission: 'devices:list:own',
  about: 'records',
  changes: false,
  input: referenceCode,
  run: async ({ authorized, at }, code) => {
    const receipts = await findCleanUp({ authorized, referenceCode: code })
    return viewOf(receipts && { receipts }, at)
  },
})

const undo = defineAction({
  name: 'undo clean-up',
  access: 'own',
  permission: 'devices:remove:own',
  about: 'records',
  fresh: 'undo',
  input: z.object({ cleanUp: referenceCode }),
  run: async ({ authorized, at }, { cleanUp }) =>
    succeed(await cancelCleanUp({ authorized, referenceCode: cleanUp, at })),
})

/** Starts the clean-up that a posted form confirms, and leads to its progress. */
export async function startCleanUpAction(_: CleanUpState, form: FormData): Promise<CleanUpState> {
  const isForm = form instanceof FormData
  const devices = isForm ? form.getAll('device') : []
  const confirmed = isForm ? form.get('confirmed') : null
  const result = await start({ ...fieldsOf(form), devices, confirmed })
  if (result.ok) redirect(paths.cleanUpProgress(result.value))
  return problemOf(result.error)
}

/** A clean-up of the signed-in person's own. */
export async function readCleanUpAction(text: string): Promise<Result<CleanUpView, ListProblem>> {
  return withProblem(await read(text))
}

/** Takes back what still waits of a clean-up, from a posted form. */
export async function undoCleanUpAction(
  _: UndoCleanUpState,
  form: FormData,
): Promise<UndoCleanUpState> {
  const result = await undo(fieldsOf(form))
  return result.ok ? { code: 'undone', count: result.value } : problemOf(result.error)
}
