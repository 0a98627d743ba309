import 'server-only'
import type { RemovalReason } from '../../devices/model/safeguards'
import { authorize } from '../../auth/authorization/authorize'
import {
  removeDevice,
  type RemovalError,
  type RemovalTiming,
} from '../../devices/removal/remove-device'
import { recordAccessRefusal } from '../../auth/authorization/refuse-access'
import type { Result } from '../../platform/result'
import type { Agent } from '../lookup/agent'
import { supportSubject } from '../lookup/support-subject'

/** What an agent asks for; that they verified the caller is a condition of asking at all. */
export type SupportRequest = {
  readonly deviceId: string
  readonly reason: RemovalReason
  readonly ticket: string
}

const VISIBLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+( [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u
/** Letters and symbols that show nothing: fillers of Hangul, an empty Braille pattern. */
const BLANK = /[\u115F\u1160\u2800\u3164\uFFA0]/
const MOST_CHARACTERS = 40

/** Whether a text can be a ticket's: 1 to 40 characters that can be seen, single spaces between them. */
export function isTicket(text: string): boolean {
  return VISIBLE.test(text) && !BLANK.test(text) && [...text].length <= MOST_CHARACTERS
}

/**
 * Removes one device of the person behind a Recognize user ID in an agent's name; everything else is as when they do it
 * themselves (removeDevice). `guarded` with `confirm`: it takes a second agent (requestRemoval); with `refuse`: not for this
 * reason. The person is told when it is gone.
 */
export async function removeForPerson(
  agent: Agent,
  text: string,
  { deviceId, reason, ticket }: SupportRequest,
  timing: RemovalTiming,
): Promise<Result<{ readonly receipt: string }, RemovalError>> {
  const subject = await supportSubject(agent, 'devices:remove:any', text)
  if (!subject.ok) {
    if (subject.error.code === 'not-allowed')
      await recordAccessRefusal(agent, 'devices:remove:any', timing.clock())
    return subject
  }
  const authorized = authorize(agent, 'devices:remove:any', subject.value)
  if (!authorized.ok) return authorized
  return removeDevice({
    authorized: authorized.value,
    request: { deviceId, reason, confirmed: null },
    support: { ticket, approval: null },
    timing,
  })
}
