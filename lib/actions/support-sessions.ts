'use server'

import { z } from 'zod'
import { END_REASONS } from '../audit/events/support-events'
import { revokePersonSessions } from '../support/acting/revoke-person-sessions'
import { isTicket } from '../support/acting/remove-for-person'
import { fieldsOf } from './define-action'
import { defineSupportAction } from './define-support-action'
import { detailsOf } from './problems'
import type { RevokeForPersonState } from './form-states'

const ticket = z.string().trim().refine(isTicket)
const why = z.enum(END_REASONS)
const verified = z.literal('yes')

const end = defineSupportAction({
  name: 'end sign-ins of a person',
  fresh: true,
  input: z.object({ person: z.string().min(1).max(512), ticket, why, verified }),
  run: ({ agent, at }, { person, ...asked }) => revokePersonSessions(agent, person, asked, at),
})

/** Ends all portal sign-ins of somebody, from a posted form (`person` a Recognize user ID, `why` one of END_REASONS, `ticket`, `verified` = yes). */
export async function revokePersonSessionsAction(
  _: RevokeForPersonState,
  form: FormData,
): Promise<RevokeForPersonState> {
  const fields = fieldsOf(form)
  const known = why.safeParse(fields['why']).data
  const typed = {
    ...(known && { why: known }),
    ticket: fields['ticket'] ?? '',
    verified: fields['verified'] === 'yes',
  }
  if (known === undefined) return { ...typed, code: 'why' }
  if (!ticket.safeParse(fields['ticket']).success) return { ...typed, code: 'ticket' }
  if (!typed.verified) return { ...typed, code: 'not-verified' }
  const result = await end(fields)
  return result.ok
    ? { code: 'ended', count: result.value }
    : { ...typed, code: result.error.code, ...detailsOf(result.error) }
}
