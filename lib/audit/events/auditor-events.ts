import { z } from 'zod'

// What auditors do: they read, and that they did stands in the trail as well. So does who was refused what only staff may do.

/** What an export was limited to, by names that are no person's; null or empty: not by that. */
const recordedFilter = z.object({
  actor: z.string().nullable(),
  userId: z.string().nullable(),
  deviceId: z.string().nullable(),
  types: z.array(z.string()),
  outcome: z.string().nullable(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
})

export const AUDIT_EVENTS = [
  /** Somebody who is signed in asked for what their roles don't let them do; `action` as the policy calls it. */
  z.object({
    type: z.literal('access-refused'),
    version: z.literal(1),
    detail: z.object({ action: z.string() }),
  }),
  /** Somebody did more within a minute than a limit lets them; said once a minute. */
  z.object({
    type: z.literal('limit-reached'),
    version: z.literal(1),
    detail: z.object({ limit: z.enum(['actions', 'removals', 'activations', 'desk-actions']) }),
  }),
  /** An auditor opened the trail; said once for some minutes of reading. */
  z.object({ type: z.literal('trail-read'), version: z.literal(1), detail: z.object({}) }),
  z.object({
    type: z.literal('trail-exported'),
    version: z.literal(1),
    detail: z.object({ format: z.enum(['csv', 'jsonl']), filter: recordedFilter }),
  }),
  /** An auditor had the chain verified; `findings` is how many things were not as they were written, up to a limit. */
  z.object({
    type: z.literal('trail-verified'),
    version: z.literal(1),
    detail: z.object({
      entries: z.number().int().min(0),
      findings: z.number().int().min(0),
    }),
  }),
] as const
