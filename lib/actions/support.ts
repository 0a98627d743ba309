'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { REMOVAL_REASONS } from '../devices/model/safeguards'
import { removalTiming } from '../devices/removal/remove-device'
import { supportPaths } from '../web/support-paths'
import { now } from '../platform/clock'
import { succeed, type Result } from '../platform/result'
import { listOpenApprovals, readApproval } from '../support/approvals/read-approvals'
import { decideApproval } from '../support/approvals/decide-approval'
import { requestApproval } from '../support/approvals/request-approval'
import { LOOK_UP_KINDS, type Approval } from '../support/support-state'
import {
  findPersonReceipt,
  listPersonDevices,
  type PersonDevices,
} from '../support/acting/person-devices'
import { prepareActivation } from '../support/acting/prepare-activation'
import { removeForPerson, waitToRemoveForPerson } from '../support/acting/remove-for-person'
import { findPeople } from '../support/lookup/find-people'
import type { ReceiptView } from './receipts'
import { defineAction } from './define-action'
import { deviceId, fieldsOf, referenceCode } from './form-fields'
import { problemOf, viewOf, withProblem } from './problems'
import {
  callFields,
  draftOfCall,
  isCallerVerified,
  NOT_VERIFIED,
  personId,
} from './support-form-fields'
import type {
  DecisionState,
  FindState,
  ListProblem,
  PrepareState,
  SupportRemovalState,
} from './form-states'

export type { PersonDevices }
/** Requests to a second agent, newest first, and when they were read; ISO 8601, UTC. */
export type ApprovalsView = { readonly approvals: readonly Approval[]; readonly readAt: string }
export type ApprovalView = { readonly approval: Approval; readonly readAt: string }

/** Text that people can type. An external user ID is looked up exactly as it was typed. */
const lookUpText = z
  .string()
  .max(200)
  .refine((text) => text.trim() !== '' && text.isWellFormed())
const findFields = z.object({ by: z.enum(LOOK_UP_KINDS), text: lookUpText })
const findForm = findFields
  .transform(({ by, text }) => ({ by, text: by === 'external-id' ? text : text.trim() }))
  // Of an external user ID the use case says what is wrong with it.
  .refine(({ by, text }) => by === 'external-id' || !/\p{Cc}/u.test(text))
const removalForm = z.object({
  ...callFields,
  device: deviceId,
  reason: z.enum(REMOVAL_REASONS, 'reason'),
})
const decisionForm = z.object({ number: referenceCode, decision: z.enum(['approve', 'decline']) })
const prepareForm = z.object({ ...callFields, start: z.enum(['backup', 'old-phone']) })
const removalInput = removalForm.refine(isCallerVerified, NOT_VERIFIED)
const prepareInput = prepareForm.refine(isCallerVerified, NOT_VERIFIED)

const find = defineAction({
  name: 'find person',
  access: 'agent',
  input: findForm,
  run: ({ agent, at, deadline }, lookUp) => findPeople({ agent, lookUp, at, deadline }),
})

const list = defineAction({
  name: 'list devices of a person',
  access: 'agent',
  unattended: true,
  input: personId,
  run: ({ agent, at, deadline }, userId) => listPersonDevices({ agent, userId, at, deadline }),
})

const remove = defineAction({
  name: 'remove device for a person',
  access: 'agent',
  limit: 'removals',
  fresh: true,
  input: removalInput,
  fieldErrors: ['reason', 'ticket', 'call-number', 'not-verified'],
  run: ({ agent }, { person: userId, device: deviceId, reason, ticket, callNumber }) =>
    removeForPerson({
      agent,
      userId,
      deviceId,
      reason,
      ticket,
      callNumber,
      timing: removalTiming(),
    }),
})

const wait = defineAction({
  name: 'remove device for a person when the service is back',
  access: 'agent',
  limit: 'removals',
  fresh: true,
  input: removalInput,
  fieldErrors: ['reason', 'ticket', 'call-number', 'not-verified'],
  run: ({ agent }, { person: userId, device: deviceId, reason, ticket, callNumber }) =>
    waitToRemoveForPerson({
      agent,
      userId,
      deviceId,
      reason,
      ticket,
      callNumber,
      timing: removalTiming(),
    }),
})

const request = defineAction({
  name: 'request approval',
  access: 'agent',
  fresh: true,
  input: removalInput,
  fieldErrors: ['reason', 'ticket', 'call-number', 'not-verified'],
  run: ({ agent, at, deadline }, { person: userId, device: deviceId, ...call }) =>
    requestApproval({ agent, userId, deviceId, ...call, at, deadline }),
})

const decide = defineAction({
  name: 'decide approval',
  access: 'agent',
  fresh: true,
  input: decisionForm,
  run: ({ agent }, { number, decision }) =>
    decideApproval({ agent, referenceCode: number, decision, clock: now }),
})

const read = defineAction({
  name: 'read approval',
  access: 'agent',
  unattended: true,
  brief: true,
  input: referenceCode,
  run: async ({ agent, at }, code) => {
    const approval = await readApproval({ agent, referenceCode: code, at })
    return viewOf(approval && { approval }, at)
  },
})

const readReceipt = defineAction({
  name: 'read receipt of a person',
  access: 'agent',
  unattended: true,
  brief: true,
  input: z.object({ person: personId, number: referenceCode }),
  run: async ({ agent, at }, { person, number }) => {
    const found = await findPersonReceipt({ agent, userId: person, referenceCode: number, at })
    return found.ok ? succeed({ receipt: found.value.receipt, readAt: at.toISOString() }) : found
  },
})

const readOpen = defineAction({
  name: 'list approvals',
  access: 'agent',
  unattended: true,
  brief: true,
  input: z.undefined(),
  run: async ({ agent, at }) =>
    succeed({ approvals: await listOpenApprovals({ agent, at }), readAt: at.toISOString() }),
})

const prepare = defineAction({
  name: 'prepare activation for a person',
  access: 'agent',
  limit: 'activations',
  fresh: true,
  input: prepareInput,
  fieldErrors: ['ticket', 'call-number', 'not-verified'],
  run: ({ agent, at, deadline }, { person, start, ticket, callNumber }) =>
    prepareActivation({ agent, userId: person, start, ticket, callNumber, at, deadline }),
})

/** Finds people from a posted form: `by` one of LOOK_UP_KINDS, `text` what was typed. */
export async function findPersonAction(_: FindState, form: FormData): Promise<FindState> {
  const fields = fieldsOf(form)
  const by = findFields.shape.by.safeParse(fields['by']).data ?? 'name'
  const draft = { by, text: fields['text'] ?? '' }
  const result = await find(fields)
  if (result.ok) return { ...draft, code: 'found', people: result.value }
  const { error } = result
  return { ...draft, ...(error.code === 'limited' ? error : problemOf(error)) }
}

/** The devices of the person behind a Recognize user ID, fresh from the service. */
export async function listPersonDevicesAction(
  person: string,
): Promise<Result<PersonDevices, ListProblem>> {
  return withProblem(await list(person))
}

/** A receipt of a person, whether they or an agent removed the device. */
export async function readPersonReceiptAction(
  person: string,
  number: string,
): Promise<Result<ReceiptView, ListProblem>> {
  return withProblem(await readReceipt({ person, number }))
}

/** Removes a device for a person from a posted form (`person` a Recognize user ID, `device`, `reason`, `ticket`, `callNumber` or `verified` = yes) and leads to supportPaths.receipt. */
export async function removeForPersonAction(
  _: SupportRemovalState,
  form: FormData,
): Promise<SupportRemovalState> {
  const fields = fieldsOf(form)
  return removalState(fields, await remove(fields))
}

/** Keeps a removal for a person until the service answers again, from the same form, and leads to supportPaths.receipt. */
export async function waitToRemoveForPersonAction(
  _: SupportRemovalState,
  form: FormData,
): Promise<SupportRemovalState> {
  const fields = fieldsOf(form)
  return removalState(fields, await wait(fields))
}

/** Leads to the receipt; gives the form's state when there is none. */
function removalState(
  fields: Readonly<Record<string, string>>,
  result: Awaited<ReturnType<typeof remove | typeof wait>>,
): SupportRemovalState {
  if (result.ok) redirect(supportPaths.receipt(fields['person'] ?? '', result.value.receipt))
  const { error } = result
  const draft = removalDraft(fields)
  if (error.code !== 'guarded') return { ...draft, ...problemOf(error) }
  const { guard, impact } = error
  return { ...draft, code: error.decision === 'refuse' ? 'refused' : 'approval', guard, impact }
}

/** Asks a second agent from a posted form (the fields of removeForPersonAction) and leads to supportPaths.approval. */
export async function requestApprovalAction(
  _: SupportRemovalState,
  form: FormData,
): Promise<SupportRemovalState> {
  const fields = fieldsOf(form)
  const result = await request(fields)
  if (result.ok) redirect(supportPaths.approval(result.value))
  return { ...removalDraft(fields), ...problemOf(result.error) }
}

/** Decides what another agent asked for, from a posted form (`number`, `decision` approve or decline); an approved removal leads to supportPaths.approval. */
export async function decideApprovalAction(
  _: DecisionState,
  form: FormData,
): Promise<DecisionState> {
  const fields = fieldsOf(form)
  const result = await decide(fields)
  if (!result.ok) return problemOf(result.error)
  if (result.value.status === 'approved') redirect(supportPaths.approval(fields['number'] ?? ''))
  return { code: result.value.status }
}

/** One request, for an agent who may decide it and for the agent who made it. */
export async function readApprovalAction(text: string): Promise<Result<ApprovalView, ListProblem>> {
  return withProblem(await read(text))
}

/** The requests of the last ten minutes that aren't decided yet. */
export async function listApprovalsAction(): Promise<Result<ApprovalsView, ListProblem>> {
  return withProblem(await readOpen(undefined))
}

/** Prepares an activation for a person, from a posted form (`person`, `start`, `ticket`, `callNumber` or `verified` = yes). */
export async function prepareActivationAction(
  _: PrepareState,
  form: FormData,
): Promise<PrepareState> {
  const fields = fieldsOf(form)
  const result = await prepare(fields)
  if (result.ok) return { code: 'prepared', preparation: result.value }
  const start = prepareForm.shape.start.safeParse(fields['start']).data ?? 'backup'
  return { start, ...draftOfCall(fields), ...problemOf(result.error) }
}

/** What was entered into the form of a removal, so that it isn't lost. */
function removalDraft(fields: Readonly<Record<string, string>>) {
  const reason = removalForm.shape.reason.safeParse(fields['reason']).data
  return { device: fields['device'] ?? '', ...draftOfCall(fields), ...(reason && { reason }) }
}
