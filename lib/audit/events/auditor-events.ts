import { z } from 'zod'
import { defineEvent } from './recorded-shapes'

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
  defineEvent('access-refused', { action: z.string() }),
  /** A person did more within a minute than a limit allows; recorded once a minute. */
  defineEvent('limit-reached', {
    limit: z.enum(['actions', 'removals', 'activations', 'desk-actions']),
  }),
  /** The portal met a row of its database that somebody else has changed, and didn't follow it; `row` names no person. */
  defineEvent('row-tampered', { table: z.string(), row: z.string() }),
  /** An auditor opened the audit log; recorded once in ten minutes. */
  defineEvent('trail-read', {}),
  defineEvent('trail-exported', { format: z.enum(['csv', 'jsonl']), filter: recordedFilter }),
  /** An auditor had the chain verified; `findings` is how many findings there were, up to a limit. */
  defineEvent('trail-verified', {
    entries: z.number().int().min(0),
    findings: z.number().int().min(0),
  }),
] as const
