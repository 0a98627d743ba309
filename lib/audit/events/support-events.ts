import { z } from 'zod'
import { defineEvent, recordedGuard, rememberedDevice, removalReason } from './recorded-shapes'

// Actions of support agents, and changes of their roles. A ticket is the organisation's number of the call.

/** How the caller was verified: the number that their portal shows was typed, or the agent gives their word. */
export const CALLER_CHECKS = ['number-matched', 'agents-word'] as const
export type CallerCheck = (typeof CALLER_CHECKS)[number]

const onCall = { ticket: z.string(), callerCheck: z.enum(CALLER_CHECKS) }
const forRemoval = { ...onCall, reason: removalReason }

/** Why an agent revokes a person's sessions: they asked for it, they lost a device, or an intruder may be signed in as them. */
export const END_REASONS = ['asked', 'lost', 'intruder'] as const
export type EndReason = (typeof END_REASONS)[number]

/** What an agent did so much of that auditors are alarmed. `ticket`: one ticket was used for many people. */
export const AGENT_ALARMS = [
  'looks',
  'found',
  'removals',
  'preparations',
  'ended-sessions',
  'wrong-numbers',
  'ticket',
] as const
export type AgentAlarm = (typeof AGENT_ALARMS)[number]

export const SUPPORT_EVENTS = [
  /** An agent did half of what one agent may do in a day, or all of it; or a ticket is used for more people than `limit`. */
  defineEvent('agent-alarm', {
    what: z.enum(AGENT_ALARMS),
    count: z.number().int().min(0),
    limit: z.number().int().min(0),
  }),
  /**
   * An agent searched for a person. The typed text is recorded as a keyed hash, to recognise it again, and as a hint of a
   * few characters. `found` is how many people; null when the agent wasn't told.
   */
  defineEvent('person-looked-up', {
    by: z.enum(['recognize-id', 'external-id', 'name']),
    typedHash: z.string(),
    typedHint: z.string(),
    outcome: z.enum(['answered', 'limited', 'failed']),
    found: z.number().int().min(0).nullable(),
  }),
  /** An agent opened a person's devices; recorded once in ten minutes. */
  defineEvent('person-viewed', {}),
  /** Why an agent removes a device. The removal has the same correlation ID; `approval` is the second agent’s. */
  defineEvent('removal-by-support', { ...forRemoval, approval: z.string().nullable() }),
  defineEvent('approval-requested', {
    ...forRemoval,
    guard: recordedGuard,
    device: rememberedDevice,
  }),
  /** Decided by the actor, who is not the agent that asked; `receipt` is the removal's number. */
  defineEvent('approval-decided', {
    decision: z.enum(['approved', 'declined']),
    receipt: z.string().nullable(),
  }),
  /** It was approved, but the service was not asked. */
  defineEvent('approval-failed', { why: z.string() }),
  /** An agent prepared that the person adds a phone. No code exists until the person begins. */
  defineEvent('activation-prepared', { ...onCall, start: z.enum(['backup', 'old-phone']) }),
  /** An agent revoked all portal sessions of a person; `signIns` is how many there were. */
  defineEvent('sign-ins-ended-by-support', {
    ...onCall,
    why: z.enum(END_REASONS),
    signIns: z.number().int().min(0),
  }),
  /** An operator withdrew the actor's roles; `signIns` is how many of their sessions had any. */
  defineEvent('roles-withdrawn', { signIns: z.number().int().min(0) }),
] as const
