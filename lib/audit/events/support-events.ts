import { z } from 'zod'
import { recordedGuard, rememberedDevice, removalReason } from './recorded-shapes'

// What the support desk does, and what is done to its roles. A ticket is the organisation's number for the call.

/** On whose word: the agent's, who says that they verified the caller. */
const onCall = { reason: removalReason, ticket: z.string(), callerVerified: z.literal(true) }

/** Why an agent ends somebody's sign-ins: they ask for it, something they were signed in on is gone, or somebody else may be signed in as them. */
export const END_REASONS = ['asked', 'lost', 'intruder'] as const
export type EndReason = (typeof END_REASONS)[number]

export const SUPPORT_EVENTS = [
  /**
   * An agent looked for somebody. What was typed is kept only to be known again (a keyed hash), and as a hint of a few
   * characters; `found` is how many people, null when the agent wasn't told.
   */
  z.object({
    type: z.literal('person-looked-up'),
    version: z.literal(1),
    detail: z.object({
      by: z.enum(['recognize-id', 'external-id', 'name']),
      typedHash: z.string(),
      typedHint: z.string(),
      outcome: z.enum(['answered', 'limited', 'failed']),
      found: z.number().int().min(0).nullable(),
    }),
  }),
  /** An agent opened somebody's devices; said once for some minutes of looking. */
  z.object({ type: z.literal('person-viewed'), version: z.literal(1), detail: z.object({}) }),
  /** Why an agent removes a device; the removal itself goes on under the same number. */
  z.object({
    type: z.literal('removal-by-support'),
    version: z.literal(1),
    /** `approval` is the request that a second agent approved. */
    detail: z.object({ ...onCall, approval: z.string().nullable() }),
  }),
  z.object({
    type: z.literal('approval-requested'),
    version: z.literal(1),
    detail: z.object({ ...onCall, guard: recordedGuard, device: rememberedDevice }),
  }),
  /** Decided by the actor, who is not the agent that asked; `receipt` is the removal's number. */
  z.object({
    type: z.literal('approval-decided'),
    version: z.literal(1),
    detail: z.object({
      decision: z.enum(['approved', 'declined']),
      receipt: z.string().nullable(),
    }),
  }),
  /** Approved, and yet nothing was asked of the service. */
  z.object({
    type: z.literal('approval-failed'),
    version: z.literal(1),
    detail: z.object({ why: z.string() }),
  }),
  /** An agent prepared the adding of a phone, for the person to go on with. No code exists until they do. */
  z.object({
    type: z.literal('activation-prepared'),
    version: z.literal(1),
    detail: z.object({
      start: z.enum(['backup', 'old-phone']),
      ticket: z.string(),
      callerVerified: z.literal(true),
    }),
  }),
  /** An agent ended all portal sign-ins of a person; so many stood. */
  z.object({
    type: z.literal('sign-ins-ended-by-support'),
    version: z.literal(1),
    detail: z.object({
      why: z.enum(END_REASONS),
      ticket: z.string(),
      callerVerified: z.literal(true),
      signIns: z.number().int().min(0),
    }),
  }),
  /** The actor's roles were taken away on the server, not by them; `signIns` of theirs had any. */
  z.object({
    type: z.literal('roles-withdrawn'),
    version: z.literal(1),
    detail: z.object({ signIns: z.number().int().min(0) }),
  }),
] as const
