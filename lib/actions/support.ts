'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { REMOVAL_REASONS } from '../devices/model/safeguards'
import { isDeviceId } from '../devices/model/identifiers'
import { isReferenceCode } from '../platform/reference-code'
import { supportPaths } from '../web/support-paths'
import { now } from '../platform/clock'
import { env } from '../platform/env'
import { fail, succeed, type Result } from '../platform/result'
import { openApprovals, findApprovalFor as readOne } from '../support/approvals/approval-rows'
import { decideApproval as decideUseCase } from '../support/approvals/decide-approval'
import { LOOK_UP_KINDS, type Approval } from '../support/support-state'
import {
  listPersonDevices,
  findPersonReceipt,
  type PersonDevices,
} from '../support/acting/person-devices'
import { findPeople } from '../support/lookup/find-people'
import { prepareActivation } from '../support/acting/prepare-activation'
import { isTicket, removeForPerson as removeUseCase } from '../support/acting/remove-for-person'
import { requestRemoval } from '../support/approvals/request-approval'
import type { ReceiptView } from './receipts'
import { fieldsOf } from './define-action'
import { defineSupportAction } from './define-support-action'
import { problemOf, detailsOf, withProblem } from './problems'
import type {
  DecisionState,
  SupportFormCode,
  SupportRemovalState,
  FindState,
  ListProblem,
  PrepareState,
} from './form-states'

export type { PersonDevices }
/** Requests to a second agent, newest first, and when they were read; ISO 8601, UTC. */
export type ApprovalsView = { readonly approvals: readonly Approval[]; readonly readAt: string }
export type ApprovalView = { readonly approval: Approval; readonly readAt: string }

const personId = z.string().min(1).max(512)
const ticket = z.string().trim().refine(isTicket)
const verified = z.literal('yes')
const number = z.string().refine(isReferenceCode)
/** Text that people can type. */
const lookUpText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text))
const onCall = { person: personId, ticket, verified }
const removal = z.object({
  ...onCall,
  device: z.string().refine(isDeviceId),
  reason: z.enum(REMOVAL_REASONS),
})

const find = defineSupportAction({
  name: 'find person',
  input: z.object({ by: z.enum(LOOK_UP_KINDS), text: lookUpText }),
  run: ({ agent, at, deadline }, lookUp) => findPeople(agent, lookUp, at, deadline),
})

const list = defineSupportAction({
  name: 'list devices of a person',
  unattended: true,
  input: personId,
  run: ({ agent, at, deadline }, person) => listPersonDevices(agent, person, at, deadline),
})

const remove = defineSupportAction({
  name: 'remove device for a person',
  limit: 'removals',
  fresh: true,
  input: removal,
  run: ({ agent }, { person, device, ...request }) =>
    removeUseCase(
      agent,
      person,
      { ...request, deviceId: device },
      { clock: now, holdMs: env().REMOVAL_HOLD_SECONDS * 1000 },
    ),
})

const request = defineSupportAction({
  name: 'request approval',
  fresh: true,
  input: removal,
  run: ({ agent, at, deadline }, { person, device, ...asked }) =>
    requestRemoval(agent, person, { ...asked, deviceId: device }, at, deadline),
})

const decide = defineSupportAction({
  name: 'decide approval',
  fresh: true,
  input: z.object({ number, decision: z.enum(['approve', 'decline']) }),
  run: ({ agent }, { number, decision }) => decideUseCase(agent, number, decision, { clock: now }),
})

const read = defineSupportAction({
  name: 'read approval',
  unattended: true,
  input: number,
  run: async ({ agent, at }, input) => {
    const approval = await readOne(agent, input, at)
    return approval === null
      ? fail({ code: 'not-found' as const })
      : succeed({ approval, readAt: at.toISOString() })
  },
})

const readReceipt = defineSupportAction({
  name: 'read receipt of a person',
  unattended: true,
  input: z.object({ person: personId, number }),
  run: async ({ agent, at }, { person, number }) => {
    const found = await findPersonReceipt(agent, person, number, at)
    return found.ok ? succeed({ receipt: found.value.receipt, readAt: at.toISOString() }) : found
  },
})

const readOpen = defineSupportAction({
  name: 'list approvals',
  unattended: true,
  input: z.undefined(),
  run: async ({ agent, at }) =>
    succeed({ approvals: await openApprovals(agent, at), readAt: at.toISOString() }),
})

const prepare = defineSupportAction({
  name: 'prepare activation for a person',
  limit: 'activations',
  fresh: true,
  input: z.object({ ...onCall, start: z.enum(['backup', 'old-phone']) }),
  run: ({ agent, at, deadline }, { person, ...asked }) =>
    prepareActivation(agent, person, asked, at, deadline),
})

/** Finds people from a posted form: `by` one of LOOK_UP_KINDS, `text` what was typed. */
export async function findPersonAction(_: FindState, form: FormData): Promise<FindState> {
  const fields = fieldsOf(form)
  const by = LOOK_UP_KINDS.find((kind) => kind === fields['by']) ?? 'name'
  const typed = { by, text: fields['text'] ?? '' }
  const result = await find(fields)
  if (result.ok) return { ...typed, code: 'found', people: result.value }
  const { error } = result
  return { ...typed, ...(error.code === 'limited' ? error : problemOf(error)) }
}

/** The devices of the person behind a Recognize user ID, fresh from the service. */
export async function listPersonDevicesAction(
  person: string,
): Promise<Result<PersonDevices, ListProblem>> {
  return withProblem(await list(person))
}

/** A receipt of theirs, whoever removed. */
export async function readPersonReceiptAction(
  person: string,
  number: string,
): Promise<Result<ReceiptView, ListProblem>> {
  return withProblem(await readReceipt({ person, number }))
}

/** Removes a device for somebody from a posted form (`person` a Recognize user ID, `device`, `reason`, `ticket`, `verified` = yes) and leads to deskPaths.receipt. */
export async function removeForPersonAction(
  _: SupportRemovalState,
  form: FormData,
): Promise<SupportRemovalState> {
  const { fields, typed, missing } = removalIn(form)
  if (missing !== null) return { ...typed, code: missing }
  const result = await remove(fields)
  if (result.ok) redirect(supportPaths.receipt(fields['person'] ?? '', result.value.receipt))
  const { error } = result
  if (error.code !== 'guarded') return { ...typed, code: error.code, ...detailsOf(error) }
  const { guard, impact } = error
  return { ...typed, code: error.decision === 'refuse' ? 'refused' : 'approval', guard, impact }
}

/** Asks a second agent from a posted form (the fields of removeForPerson) and leads to deskPaths.approval. */
export async function requestApprovalAction(
  _: SupportRemovalState,
  form: FormData,
): Promise<SupportRemovalState> {
  const { fields, typed, missing } = removalIn(form)
  if (missing !== null) return { ...typed, code: missing }
  const result = await request(fields)
  if (result.ok) redirect(supportPaths.approval(result.value))
  return { ...typed, code: result.error.code, ...detailsOf(result.error) }
}

/** Decides what another agent asked for, from a posted form (`number`, `decision` approve or decline); an approved removal leads to deskPaths.approval. */
export async function decideApprovalAction(
  _: DecisionState,
  form: FormData,
): Promise<DecisionState> {
  const fields = fieldsOf(form)
  const result = await decide(fields)
  if (!result.ok) return { code: result.error.code, ...detailsOf(result.error) }
  if (result.value.status === 'approved') redirect(supportPaths.approval(fields['number'] ?? ''))
  return { code: result.value.status }
}

/** One request, for whoever may decide it and for whoever made it. */
export async function readApprovalAction(text: string): Promise<Result<ApprovalView, ListProblem>> {
  return withProblem(await read(text))
}

/** The requests of the last ten minutes that aren't decided yet. */
export async function listApprovalsAction(): Promise<Result<ApprovalsView, ListProblem>> {
  return withProblem(await readOpen(undefined))
}

/** Prepares to add a phone for somebody, from a posted form (`person` a Recognize user ID, `start` backup or old-phone, `ticket`, `verified` = yes). Codes are made when the person goes on in their own portal, and shown to nobody else. */
export async function prepareActivationAction(
  _: PrepareState,
  form: FormData,
): Promise<PrepareState> {
  const fields = fieldsOf(form)
  const missing = missingFrom(fields, false)
  const { ticket, verified } = typedIn(fields)
  const start = fields['start'] === 'old-phone' ? 'old-phone' : 'backup'
  const typed = { start, ticket, verified } as const
  if (missing !== null && missing !== 'reason') return { ...typed, code: missing }
  const result = await prepare(fields)
  return result.ok
    ? { code: 'prepared', preparation: result.value }
    : { ...typed, code: result.error.code, ...detailsOf(result.error) }
}

/** The form of a removal, what of it must not be lost, and what it lacks. */
function removalIn(form: FormData) {
  const fields = fieldsOf(form)
  const typed = typedIn(fields)
  return { fields, typed, missing: missingFrom(fields, typed.reason === undefined) }
}

/** What was typed into a form, so that it isn't lost. */
function typedIn({ device = '', reason, ticket = '', verified }: Readonly<Record<string, string>>) {
  const known = REMOVAL_REASONS.find((one) => one === reason)
  return { device, ticket, verified: verified === 'yes', ...(known && { reason: known }) }
}

/** What a form of the desk lacks, in the order of its fields; null when nothing is missing. */
function missingFrom(
  fields: Readonly<Record<string, string>>,
  lacksReason: boolean,
): SupportFormCode | null {
  if (lacksReason) return 'reason'
  if (!ticket.safeParse(fields['ticket']).success) return 'ticket'
  return verified.safeParse(fields['verified']).success ? null : 'not-verified'
}
