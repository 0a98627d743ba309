import { z } from 'zod'

// Actions of auditors. Their reading is recorded too, and so are refused accesses and reached limits.

/** The filter of an export, without names of people. Null or empty: no limit by this field. */
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
  /** A signed-in person asked for something that their roles don't allow; `action` is the permission's name. */
  z.object({
    type: z.literal('access-refused'),
    version: z.literal(1),
    detail: z.object({ action: z.string() }),
  }),
  /** A person did more within a minute than a limit allows; recorded once a minute. */
  z.object({
    type: z.literal('limit-reached'),
    version: z.literal(1),
    detail: z.object({ limit: z.enum(['actions', 'removals', 'activations', 'desk-actions']) }),
  }),
  /** An auditor opened the audit log; recorded once in ten minutes. */
  z.object({ type: z.literal('trail-read'), version: z.literal(1), detail: z.object({}) }),
  z.object({
    type: z.literal('trail-exported'),
    version: z.literal(1),
    detail: z.object({ format: z.enum(['csv', 'jsonl']), filter: recordedFilter }),
  }),
  /** An auditor had the chain verified; `findings` is how many findings there were, up to a limit. */
  z.object({
    type: z.literal('trail-verified'),
    version: z.literal(1),
    detail: z.object({
      entries: z.number().int().min(0),
      findings: z.number().int().min(0),
    }),
  }),
] as const
