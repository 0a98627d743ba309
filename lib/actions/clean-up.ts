'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { isDeviceId } from '../devices/model/identifiers'
import {
  findCleanUp as readUseCase,
  startCleanUp as startUseCase,
  type CleanUpError,
  cancelCleanUp as undoUseCase,
} from '../devices/removal/clean-up'
import { isReferenceCode } from '../platform/reference-code'
import type { Receipt } from '../devices/removal/receipt-state'
import { paths } from '../web/paths'
import { now } from '../platform/clock'
import { env } from '../platform/env'
import { fail, succeed, type Result } from '../platform/result'
import { authorize, type NotAllowed } from '../auth/authorization/authorize'
import { defineAction, fieldsOf } from './define-action'
import { detailsOf, withProblem } from './problems'
import type { CleanUpState, ListProblem, UndoCleanUpState } from './form-states'

/** A clean-up by its receipts, in the order they are carried out, and when they were read; ISO 8601, UTC. */
export type CleanUpView = { readonly receipts: readonly Receipt[]; readonly readAt: string }

/** More rows than a list can sensibly have are no clean-up of one. */
const MOST = 1_000

const number = z.string().refine(isReferenceCode)

const start = defineAction({
  name: 'start clean-up',
  fresh: true,
  limit: 'removals',
  input: z.array(z.string().refine(isDeviceId)).min(1).max(MOST),
  run: async (
    { actor, subject, deadline },
    deviceIds,
  ): Promise<Result<string, CleanUpError | NotAllowed>> => {
    const authorized = authorize(actor, 'devices:remove:own', subject)
    if (!authorized.ok) return authorized
    const timing = { clock: now, holdMs: env().REMOVAL_HOLD_SECONDS * 1000 }
    return startUseCase({ authorized: authorized.value, deviceIds, timing, deadline })
  },
})

const read = defineAction({
  name: 'read clean-up',
  recordsOnly: true,
  changes: false,
  input: number,
  run: async (
    { actor, subject, at },
    input,
  ): Promise<Result<CleanUpView, NotAllowed | { readonly code: 'not-found' }>> => {
    const authorized = authorize(actor, 'devices:list:own', subject)
    if (!authorized.ok) return authorized
    const receipts = await readUseCase({ authorized: authorized.value, referenceCode: input })
    return receipts === null
      ? fail({ code: 'not-found' })
      : succeed({ receipts, readAt: at.toISOString() })
  },
})

const undo = defineAction({
  name: 'undo clean-up',
  fresh: 'undo',
  recordsOnly: true,
  input: z.object({ cleanUp: number }),
  run: async ({ actor, subject, at }, { cleanUp }) => {
    const authorized = authorize(actor, 'devices:remove:own', subject)
    if (!authorized.ok) return authorized
    const asked = { authorized: authorized.value, referenceCode: cleanUp, at }
    return succeed(await undoUseCase(asked))
  },
})

/** Starts the clean-up that a posted form confirms, and leads to its progress. */
export async function startCleanUpAction(_: CleanUpState, form: FormData): Promise<CleanUpState> {
  const ticked = form instanceof FormData ? form.getAll('device') : []
  if (ticked.length === 0) return { code: 'none' }
  const result = await start(ticked)
  if (result.ok) redirect(paths.cleanUpProgress(result.value))
  return { code: result.error.code, ...detailsOf(result.error) }
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
  return result.ok
    ? { code: 'undone', count: result.value }
    : { code: result.error.code, ...detailsOf(result.error) }
}
