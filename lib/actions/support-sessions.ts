'use server'

import { z } from 'zod'
import { END_REASONS } from '../audit/events/support-events'
import { revokePersonSessions } from '../support/acting/revoke-person-sessions'
import { defineAction } from './define-action'
import { fieldsOf } from './form-fields'
import { problemOf } from './problems'
import { callFields, draftOfCall, isCallerVerified, NOT_VERIFIED } from './support-form-fields'
import type { RevokeForPersonState } from './form-states'

const form = z.object({ ...callFields, why: z.enum(END_REASONS, 'why') })
const verifiedForm = form.refine(isCallerVerified, NOT_VERIFIED)

const revoke = defineAction({
  name: 'revoke sessions of a person',
  access: 'agent',
  fresh: true,
  input: verifiedForm,
  fieldErrors: ['why', 'ticket', 'call-number', 'not-verified'],
  run: ({ agent, at }, { person, why, ticket, callNumber }) =>
    revokePersonSessions({ agent, userId: person, why, ticket, callNumber, at }),
})

/** Ends all portal sessions of a person, from a posted form (`person` a Recognize user ID, `why` one of END_REASONS, `ticket`, `callNumber` or `verified` = yes). */
export async function revokePersonSessionsAction(
  _: RevokeForPersonState,
  posted: FormData,
): Promise<RevokeForPersonState> {
  const fields = fieldsOf(posted)
  const result = await revoke(fields)
  if (result.ok) return { code: 'ended', count: result.value }
  const why = form.shape.why.safeParse(fields['why']).data
  return { ...(why && { why }), ...draftOfCall(fields), ...problemOf(result.error) }
}
