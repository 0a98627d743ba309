import { z } from 'zod'
import { defineEvent } from './recorded-shapes'

// Actions of auditors. Their reading is recorded too, and so are refused accesses, reached limits, and what the portal did
// with the oldest entries.

/** Why no month of the audit log is dropped any more. */
export const STOP_REASONS = [
  'clocks-differ',
  'clock-ahead',
  'clock-behind',
  'cut',
  'checkpoint',
  'entries',
  'anchor',
] as const
export type StopReason = (typeof STOP_REASONS)[number]

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
  /** The clocks were found right at `databaseAt`, and so many entries were old enough to go. Once or twice a day. */
  defineEvent('retention-checked', {
    databaseAt: z.iso.datetime(),
    dropped: z.number().int().min(0),
  }),
  /** From here on no month is dropped, until an operator says so. `expectedAt` is what the clock should have shown. */
  defineEvent('retention-stopped', {
    why: z.enum(STOP_REASONS),
    databaseAt: z.iso.datetime(),
    expectedAt: z.iso.datetime().nullable(),
  }),
  /** An operator has found the chain intact, and the database's clock right at `databaseAt`. */
  defineEvent('retention-resumed', { databaseAt: z.iso.datetime() }),
] as const
