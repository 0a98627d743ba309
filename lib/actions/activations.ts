'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { Activation } from '../activations/tracking/activation-state'
import { clearCodes, keepCodes } from '../activations/codes/code-cookie'
import { findActivation } from '../activations/tracking/read-activation'
import { startActivation } from '../activations/steps/start-activation'
import { cancelActivation, undoActivation } from '../activations/steps/undo-activation'
import { paths } from '../web/paths'
import { removalTiming } from '../devices/removal/remove-device'
import { succeed, type Result } from '../platform/result'
import { defineAction } from './define-action'
import { fieldsOf, referenceCode } from './form-fields'
import { problemOf, viewOf, withProblem } from './problems'
import type { ListProblem, StartState, UndoActivationState } from './form-states'

/** An activation, and when it was read; ISO 8601, UTC. */
export type ActivationView = { readonly activation: Activation; readonly readAt: string }

const start = defineAction({
  name: 'start activation',
  access: 'own',
  permission: 'activations:start:own',
  limit: 'activations',
  fresh: true,
  input: z.object({
    start: z.enum(['backup', 'old-phone', 'made-state']),
    identity: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number),
    previous: referenceCode.optional(),
  }),
  run: ({ authorized, at, deadline }, { previous = null, ...request }) =>
    startActivation({ authorized, request: { ...request, previous }, at, deadline }),
})

const read = defineAction({
  name: 'read activation',
  access: 'own',
  permission: 'activations:start:own',
  about: 'records',
  changes: false,
  input: referenceCode,
  run: async ({ authorized, at }, code) => {
    const activation = await findActivation({ authorized, number: code, at })
    return viewOf(activation && { activation }, at)
  },
})

const cancel = defineAction({
  name: 'cancel activation',
  access: 'own',
  permission: 'activations:start:own',
  about: 'records',
  input: z.object({ number: referenceCode }),
  run: async ({ authorized, at }, { number }) =>
    succeed(await cancelActivation({ authorized, number, at })),
})

const undo = defineAction({
  name: 'undo activation',
  access: 'own',
  permission: 'activations:undo:own',
  about: 'records',
  fresh: true,
  input: z.object({ number: referenceCode }),
  run: ({ authorized }, { number }) =>
    undoActivation({ authorized, number, timing: removalTiming() }),
})

/** Starts an activation from a posted form, keeps its codes in this browser’s cookie, and leads to them. */
export async function startActivationAction(_: StartState, form: FormData): Promise<StartState> {
  const result = await start(fieldsOf(form))
  if (!result.ok) return problemOf(result.error)
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
  if (!result.ok) return problemOf(result.error)
  const { receipt } = result.value
  if (receipt !== null) redirect(paths.receipt(receipt))
  return { code: 'undone' }
}
