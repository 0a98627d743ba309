import 'server-only'
import { z } from 'zod'
import { isTicket } from '../support/acting/ticket'
import type { FieldCode } from './form-fields'

/** A Recognize user ID from an address or a hidden field. A malformed one counts as an unknown ID. */
export const personId = z.string().min(1).max(512)

/** What every form of an act for a person on a call has. */
export const callFields = {
  person: personId,
  ticket: z
    .string('ticket' satisfies FieldCode)
    .trim()
    .refine(isTicket, 'ticket' satisfies FieldCode),
  verified: z.literal('yes').optional(),
  /** The six digits that the caller read out, with or without spaces. Null: the agent gives their word. */
  callNumber: z
    .string()
    .default('')
    .transform((text) => text.replaceAll(/\s/g, ''))
    .pipe(z.union([z.literal(''), z.string().regex(/^\d{6}$/)], 'call-number' satisfies FieldCode))
    .transform((digits) => digits || null),
}

/** Whether the caller was verified: by their number, or by the agent's word. */
export function isCallerVerified({
  callNumber,
  verified,
}: {
  readonly callNumber: string | null
  readonly verified?: 'yes' | undefined
}): boolean {
  return callNumber !== null || verified === 'yes'
}

/** What the schema says when the caller wasn't verified. */
export const NOT_VERIFIED = 'not-verified' satisfies FieldCode

/** What was entered about the call, valid or not: it isn't lost when the form is shown again. */
export function draftOfCall({ ticket = '', verified }: Readonly<Record<string, string>>) {
  return { ticket, verified: verified === 'yes' }
}
