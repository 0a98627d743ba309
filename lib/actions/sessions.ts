'use server'

import { refresh } from 'next/cache'
import { revokeOtherSessions, revokeOwnSession } from '../auth/sessions/own-sessions'
import { actorOfSession } from '../auth/sessions/session'
import { now } from '../platform/clock'
import { fail, succeed } from '../platform/result'
import { answer, fieldsOf } from './define-action'
import { problemOf } from './problems'
import type { RevokeSessionsState } from './form-states'

/** Ends some of one's own other sign-ins, from a posted form: `signIn` is the handle of one, or `others`. */
export async function revokeSessionsAction(
  _: RevokeSessionsState,
  form: FormData,
): Promise<RevokeSessionsState> {
  const { signIn: which = '' } = fieldsOf(form)
  const result = await answer<number, { code: 'not-allowed' } | { code: 'gone' }>(
    { name: 'end sign-ins' },
    async (signIn) => {
      const actor = actorOfSession(signIn)
      if (which !== 'others') {
        const ended = await revokeOwnSession({ actor, handle: which, at: now() })
        if (ended.ok) return succeed(1)
        const { code } = ended.error
        return code === 'not-found' ? fail({ code: 'gone' }) : fail({ code })
      }
      return revokeOtherSessions({ actor, at: now() })
    },
  )
  refresh()
  if (result.ok) return { code: 'ended', count: result.value }
  const { error } = result
  return error.code === 'gone' ? { code: error.code } : problemOf(error)
}
