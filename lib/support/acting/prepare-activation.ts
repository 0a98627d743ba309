import 'server-only'
import { addOptions } from '../../activations/steps/add-options'
import type { StartError } from '../../activations/steps/start-activation'
import { missingForStart } from '../../activations/steps/start-rules'
import { recordEvent } from '../../audit/log/audit-log'
import { preparations } from '../../database/schema'
import { sealRow } from '../../database/sealed-rows'
import { newReferenceCode } from '../../platform/reference-code'
import { authorize } from '../../auth/authorization/authorize'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { notifyHolders } from '../../notifications/enqueue-notification'
import { asAgent, recordedAgent } from '../lookup/agent'
import { takeDaily, type DailyLimitReached } from '../lookup/agent-limits'
import { checkCaller, type CallerCheckError, type CallerProof } from '../lookup/check-caller'
import type { AgentCall, PersonRefusal } from '../lookup/authorize-for-person'
import { authorizeAndRecordView } from '../lookup/record-view'
import type { Preparation } from '../support-state'

/** How long the person has to go on in their own portal. */
export const PREPARED_MS = 3600_000

/** Why nothing was prepared. `person-unknown` no account has signed in here with that identity */
export type PrepareError =
  | StartError
  | PersonRefusal
  | CallerCheckError
  | DailyLimitReached
  | { readonly code: 'records-down' | 'person-unknown' }

/** Prepares an activation for a person, in place of an earlier preparation. No code exists until they start. */
export async function prepareActivation({
  agent,
  userId: text,
  start,
  ticket,
  callNumber = null,
  at,
  deadline,
}: AgentCall &
  CallerProof & {
    readonly start: Preparation['start']
    readonly ticket: string
    readonly deadline: Deadline
  }): Promise<Result<Preparation, PrepareError>> {
  const action = 'activations:start:any'
  const authorized = await authorizeAndRecordView({ agent, action, userId: text, at })
  if (!authorized.ok) return authorized
  const { owner, subject: person } = authorized.value
  if (owner === null) return fail({ code: 'person-unknown' })
  const [userId] = person.userIds
  // Only the identity that was asked for is looked at.
  const asked = authorize(agent, action, { ...person, userIds: [userId] })
  if (!asked.ok) return asked
  const options = await addOptions({ authorized: asked.value, at, deadline })
  if (!options.ok) return options
  const [option] = options.value.identities
  const { isSetUp } = options.value
  if (!isSetUp) return fail({ code: 'not-set-up' })
  if (!option) return fail({ code: 'not-found' })
  const missing = missingForStart(start, option)
  if (missing !== null) return fail({ code: missing })
  if (start === 'backup' && option.backup === null) return fail({ code: 'no-state' })
  const caller = await checkCaller({ agent, owner, userId, callNumber, at })
  if (!caller.ok) return caller
  const number = newReferenceCode()
  const expiresAt = new Date(at.getTime() + PREPARED_MS)
  const { issuer, subject } = owner
  const prepared = { number, issuer, subject, userId, start, createdAt: at, expiresAt }
  const row = sealRow(preparations, prepared)
  return asAgent<Preparation, PrepareError>(agent, at, async (tx) => {
    const taken = await takeDaily({
      ...{ agent, kind: 'preparations', at, within: tx },
      call: { ticket, userId },
    })
    if (!taken.ok) return taken
    await tx
      .insert(preparations)
      .values(row)
      .onConflictDoUpdate({ target: [preparations.issuer, preparations.subject], set: row })
    const context = { actor: recordedAgent(agent), correlationId: number, at, userId }
    const notice = { type: 'phone-prepared', at: at.toISOString() } as const
    await notifyHolders(userId, notice, at, tx, owner)
    const detail = { start, ticket, callerCheck: caller.value } as const
    await recordEvent({ type: 'activation-prepared', version: 1, detail }, context, tx)
    const [preparedAt, until] = [at.toISOString(), expiresAt.toISOString()]
    return succeed({ number, start, preparedAt, expiresAt: until })
  })
}
