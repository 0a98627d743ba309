'use server'

import { refresh } from 'next/cache'
import { endOthers } from '../identity/end-others'
import { endOwnSignIn } from '../identity/end-sign-ins'
import { actorOf } from '../identity/sign-ins'
import { now } from '../platform/clock'
import { fail, succeed } from '../platform/result'
import { answer, fieldsOf } from './define-action'
import { problemOf } from './problems'
import type { EndSignInsState } from './states'

/** Ends some of one's own other sign-ins, from a posted form: `signIn` is the handle of one, or `others`. */
export async function endSignIns(_: EndSignInsState, form: FormData): Promise<EndSignInsState> {
  const { signIn: which = '' } = fieldsOf(form)
  const result = await answer<number, { code: 'not-allowed' } | { code: 'gone' }>(
    { name: 'end sign-ins' },
    async (signIn) => {
      const actor = actorOf(signIn)
      if (which !== 'others') {
        const ended = await endOwnSignIn(actor, which, now())
        if (ended.ok) return succeed(1)
        const { code } = ended.error
        return code === 'not-found' ? fail({ code: 'gone' }) : fail({ code })
      }
      const count = await endOthers(actor, now())
      return count === null ? fail({ code: 'not-allowed' }) : succeed(count)
    },
  )
  refresh()
  if (result.ok) return { code: 'ended', count: result.value }
  const { error } = result
  return error.code === 'gone' ? { code: error.code } : problemOf(error)
}
