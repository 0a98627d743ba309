'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { Activation } from '../activations/tracking/activation-state'
import { clearCodes, keepCodes } from '../activations/codes/code-cookie'
import { findActivation } from '../activations/tracking/read-activation'
import { startActivation } from '../activations/steps/start-activation'
import { cancelActivation, undoActivation, type Undone } from '../activations/steps/undo-activation'
import { authorize } from '../auth/authorization/authorize'
import { isReferenceCode } from '../platform/reference-code'
import { paths } from '../web/paths'
import { now } from '../platform/clock'
import { env } from '../platform/env'
import { fail, succeed, type Result } from '../platform/result'
import { defineAction, fieldsOf } from './define-action'
import { problemOf, detailsOf, withProblem } from './problems'
import type { ListProblem, StartState, UndoActivationState } from './form-states'

/** An activation, and when it was read; ISO 8601, UTC. */
export type ActivationView = { readonly activation: Activation; readonly readAt: string }

const number = z.string().refine(isReferenceCode)

const start = defineAction({
  name: 'start activation',
  limit: 'activations',
  fresh: true,
  input: z.object({
    start: z.enum(['backup', 'old-phone', 'made-state']),
    identity: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number),
    previous: number.optional(),
  }),
  run: async ({ actor, subject, at, deadline }, { previous = null, ...request }) => {
    const authorized = authorize(actor, 'activations:start:own', subject)
    if (!authorized.ok) return authorized
    return startActivation({
      authorized: authorized.value,
      request: { ...request, previous },
      at,
      deadline,
    })
  },
})

const read = defineAction({
  name: 'read activation',
  recordsOnly: true,
  changes: false,
  input: number,
  run: async (
    { actor, at },
    input,
  ): Promise<Result<ActivationView, { readonly code: 'not-allowed' | 'not-found' }>> => {
    const authorized = authorize(actor, 'activations:start:own', actor)
    if (!authorized.ok) return authorized
    const activation = await findActivation({
      authorized: authorized.value,
      number: input,
      at,
    })
    return activation === null
      ? fail({ code: 'not-found' })
      : succeed({ activation, readAt: at.toISOString() })
  },
})

const cancel = defineAction({
  name: 'cancel activation',
  recordsOnly: true,
  input: z.object({ number }),
  run: async ({ actor, at }, input) => {
    const authorized = authorize(actor, 'activations:start:own', actor)
    if (!authorized.ok) return authorized
    return succeed(
      await cancelActivation({ authorized: authorized.value, number: input.number, at }),
    )
  },
})

const undo = defineAction({
  name: 'undo activation',
  fresh: true,
  recordsOnly: true,
  input: z.object({ number }),
  run: async (
    { actor, subject },
    input,
  ): Promise<Result<Undone, { readonly code: 'not-allowed' | 'not-found' | 'too-late' }>> => {
    const authorized = authorize(actor, 'activations:undo:own', subject)
    if (!authorized.ok) return authorized
    return undoActivation({
      authorized: authorized.value,
      number: input.number,
      timing: { clock: now, holdMs: env().REMOVAL_HOLD_SECONDS * 1000 },
    })
  },
})

/** Begins to add a phone from a posted form, leaves the codes with this browser, and leads to them; gives the form's state when nothing was begun. */
export async function startActivationAction(_: StartState, form: FormData): Promise<StartState> {
  const result = await start(fieldsOf(form))
  if (!result.ok) return { code: result.error.code, ...detailsOf(result.error) }
  await keepCodes(result.value.number, result.value.codes)
  redirect(paths.activation(result.value.number))
}

/** An activation of the signed-in person's own. */
export async function readActivationAction(
  text: string,
): Promise<Result<ActivationView, ListProblem>> {
  return withProblem(await read(text))
}

/** Cancels an activation from a posted form and leads back to the beginning; to the activation itself when its code was redeemed before. */
export async function cancelActivationAction(
  _: ListProblem | null,
  form: FormData,
): Promise<ListProblem | null> {
  const fields = fieldsOf(form)
  const result = await cancel(fields)
  if (!result.ok) return problemOf(result.error)
  if (result.value === 'too-late') redirect(paths.activation(fields['number'] ?? ''))
  await clearCodes()
  redirect(paths.add)
}

/** Takes an activation back from a posted form, and leads to the receipt where a phone was removed. */
export async function undoActivationAction(
  _: UndoActivationState,
  form: FormData,
): Promise<UndoActivationState> {
  const result = await undo(fieldsOf(form))
  if (!result.ok) return { code: result.error.code, ...detailsOf(result.error) }
  const { receipt } = result.value
  if (receipt !== null) redirect(paths.receipt(receipt))
  return { code: 'undone' }
}
