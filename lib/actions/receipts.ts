'use server'

import { z } from 'zod'
import { cancelRemoval } from '../devices/removal/cancel-removal'
import { findReceipt } from '../devices/receipts/receipts'
import type { Receipt } from '../devices/receipts/receipt-state'
import { succeed, type Result } from '../platform/result'
import { defineAction } from './define-action'
import { fieldsOf, referenceCode } from './form-fields'
import { problemOf, viewOf, withProblem } from './problems'
import type { ListProblem, UndoState } from './form-states'

/** A receipt, and when it was read; ISO 8601, UTC. */
export type ReceiptView = { readonly receipt: Receipt; readonly readAt: string }

const read = defineAction({
  name: 'read receipt',
  access: 'own',
  permission: 'devices:list:own',
  about: 'records',
  changes: false,
  input: referenceCode,
  run: async ({ authorized, at }, code) => {
    const receipt = await findReceipt({ authorized, referenceCode: code })
    return viewOf(receipt && { receipt }, at)
  },
})

const undo = defineAction({
  name: 'undo removal',
  access: 'own',
  permission: 'devices:remove:own',
  about: 'records',
  fresh: 'undo',
  input: z.object({ receipt: referenceCode }),
  run: async ({ authorized, at }, { receipt }) =>
    succeed(await cancelRemoval({ authorized, referenceCode: receipt, at })),
})

/** A receipt of the signed-in person's own. */
export async function readReceiptAction(text: string): Promise<Result<ReceiptView, ListProblem>> {
  return withProblem(await read(text))
}

/** Takes a removal back that still waits, from a posted form. */
export async function undoRemovalAction(_: UndoState, form: FormData): Promise<UndoState> {
  const result = await undo(fieldsOf(form))
  if (!result.ok) return problemOf(result.error)
  return { code: result.value ? 'undone' : 'too-late' }
}
