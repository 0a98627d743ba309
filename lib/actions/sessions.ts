'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { revokeOtherSessions, revokeOwnSession } from '../auth/sessions/own-sessions'
import { fail, succeed, type Result } from '../platform/result'
import { defineAction } from './define-action'
import { fieldsOf } from './form-fields'
import { problemOf } from './problems'
import type { RevokeSessionsState } from './form-states'

/** How many ended, or why none did. */
type Revoked = Result<number, { readonly code: 'not-allowed' } | { readonly code: 'gone' }>

const revoke = defineAction({
  name: 'revoke own sessions',
  access: 'own',
  permission: 'sign-ins:end:own',
  about: 'account',
  // A thief who uses up the person's limit must not keep them from this.
  limit: 'none',
  input: z.object({ session: z.string().default('') }),
  run: async ({ authorized: { actor }, at }, { session: which }): Promise<Revoked> => {
    if (which === 'others') return revokeOtherSessions({ actor, at })
    const revoked = await revokeOwnSession({ actor, handle: which, at })
    if (revoked.ok) return succeed(1)
    return revoked.error.code === 'not-found'
      ? fail({ code: 'gone' })
      : fail({ code: 'not-allowed' })
  },
})

/** Ends some of one's own other sessions, from a posted form: `session` is the handle of one, or `others`. */
export async function revokeSessionsAction(
  _: RevokeSessionsState,
  form: FormData,
): Promise<RevokeSessionsState> {
  const result = await revoke(fieldsOf(form))
  refresh()
  if (result.ok) return { code: 'ended', count: result.value }
  const { error } = result
  return error.code === 'gone' ? { code: error.code } : problemOf(error)
}
