import 'server-only'
import { addOptions } from '../../activations/steps/add-options'
import { missingForStart } from '../../activations/steps/start-rules'
import { recordEvent } from '../../audit/log/audit-log'
import { database } from '../../database/connection'
import { preparations } from '../../database/schema'
import type { ReadError } from '../../devices/list/read-devices'
import { newReferenceCode } from '../../platform/reference-code'
import { authorize } from '../../auth/authorization/authorize'
import { sessionHasRole } from '../../auth/sessions/assert-session-active'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import { recordedAgent, type Agent } from '../lookup/agent'
import type { Preparation } from '../support-state'
import { viewedSubject } from '../lookup/record-view'

/** How long the person has to go on in their own portal. */
export const PREPARED_MS = 3600_000

/**
 * Why nothing was prepared. `person-unknown` nobody has signed in here with that identity, so there is nobody to show a
 * code to · the others as of startActivation
 */
export type PrepareError =
  | ReadError
  | {
      readonly code:
        | 'not-allowed'
        | 'not-found'
        | 'records-down'
        | 'person-unknown'
        | 'not-set-up'
        | 'no-place'
        | 'no-state'
        | 'no-phone'
    }

/**
 * Prepares to add a phone for the person behind a Recognize user ID, in place of what was prepared before. No code is made:
 * that happens when the person begins in their own portal, with a fresh sign-in of theirs, and it is shown to nobody else.
 */
export async function prepareActivation(
  agent: Agent,
  text: string,
  { start, ticket }: { readonly start: Preparation['start']; readonly ticket: string },
  at: Date,
  deadline: Deadline,
): Promise<Result<Preparation, PrepareError>> {
  const desk = await viewedSubject(agent, 'activations:start:any', text, at)
  if (!desk.ok) return desk
  const { userIds, owner } = desk.value
  if (owner === null) return fail({ code: 'person-unknown' })
  const [userId] = userIds
  const authorized = authorize(agent, 'activations:start:any', {
    userIds: desk.value.userIds,
    owner,
    // viewedSubject has checked every account.
    accounts: [],
  })
  if (!authorized.ok) return authorized
  const options = await addOptions({ authorized: authorized.value, at, deadline })
  if (!options.ok) return options
  const [option] = options.value.identities
  const { isSetUp } = options.value
  if (!isSetUp) return fail({ code: 'not-set-up' })
  if (!option) return fail({ code: 'not-found' })
  const missing = missingForStart(start, option)
  if (missing !== null) return fail({ code: missing })
  if (start === 'backup' && option.backup === null) return fail({ code: 'no-state' })
  const number = newReferenceCode()
  const expiresAt = new Date(at.getTime() + PREPARED_MS)
  const { issuer, subject } = owner
  const row = { number, issuer, subject, userId, start, createdAt: at, expiresAt }
  return database().transaction(async (tx): Promise<Result<Preparation, PrepareError>> => {
    if (!(await sessionHasRole(agent.signIn, 'support', at, tx)))
      return fail({ code: 'not-allowed' })
    await tx
      .insert(preparations)
      .values(row)
      .onConflictDoUpdate({ target: [preparations.issuer, preparations.subject], set: row })
    const context = { actor: recordedAgent(agent), correlationId: number, at, userId }
    await enqueueNotification(owner, { type: 'phone-prepared', at: at.toISOString() }, at, tx)
    const detail = { start, ticket, callerVerified: true } as const
    await recordEvent({ type: 'activation-prepared', version: 1, detail }, context, tx)
    const [preparedAt, until] = [at.toISOString(), expiresAt.toISOString()]
    return succeed({ number, start, preparedAt, expiresAt: until })
  })
}
