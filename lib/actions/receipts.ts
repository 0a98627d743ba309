'use server'

import { z } from 'zod'
import { cancelRemoval as undoUseCase } from '../devices/removal/cancel-removal'
import { isReferenceCode } from '../platform/reference-code'
import { findReceipt as readUseCase } from '../devices/removal/receipts'
import type { Receipt } from '../devices/removal/receipt-state'
import { fail, succeed, type Result } from '../platform/result'
import { authorize, type NotAllowed } from '../auth/authorization/authorize'
import { defineAction, fieldsOf } from './define-action'
import { detailsOf, withProblem } from './problems'
import type { ListProblem, UndoState } from './form-states'

/** A receipt, and when it was read; ISO 8601, UTC. */
export type ReceiptView = { readonly receipt: Receipt; readonly readAt: string }

const number = z.string().refine(isReferenceCode)

const read = defineAction({
  name: 'read receipt',
  recordsOnly: true,
  changes: false,
  input: number,
  run: async (
    { actor, subject, at },
    input,
  ): Promise<Result<ReceiptView, NotAllowed | { readonly code: 'not-found' }>> => {
    const authorized = authorize(actor, 'devices:list:own', subject)
    if (!authorized.ok) return authorized
    const receipt = await readUseCase({ authorized: authorized.value, referenceCode: input })
    return receipt === null
      ? fail({ code: 'not-found' })
      : succeed({ receipt, readAt: at.toISOString() })
  },
})

const undo = defineAction({
  name: 'undo removal',
  fresh: 'undo',
  recordsOnly: true,
  input: z.object({ receipt: number }),
  run: async ({ actor, subject, at }, { receipt }) => {
    const authorized = authorize(actor, 'devices:remove:own', subject)
    if (!authorized.ok) return authorized
    const asked = { authorized: authorized.value, referenceCode: receipt, at }
    return succeed(await undoUseCase(asked))
  },
})

/** A receipt of the signed-in person's own. */
export async function readReceiptAction(text: string): Promise<Result<ReceiptView, ListProblem>> {
  return withProblem(await read(text))
}

/** Takes a removal back that still waits, from a posted form. */
export async function undoRemovalAction(_: UndoState, form: FormData): Promise<UndoState> {
  const result = await undo(fieldsOf(form))
  if (!result.ok) return { code: result.error.code, ...detailsOf(result.error) }
  return { code: result.value ? 'undone' : 'too-late' }
}
