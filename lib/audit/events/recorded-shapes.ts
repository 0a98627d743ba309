import { z } from 'zod'

// What several kinds of entries have in common.

export const removalReason = z.enum(['lost', 'stolen', 'sold', 'unrecognised', 'tidying'])
export type RecordedReason = z.infer<typeof removalReason>

export const recordedGuard = z.enum(['last-phone', 'last-backup', 'last-way-in'])

/** A device as the trail remembers it: enough to recognise it by, no key, no name a person gave. */
export const rememberedDevice = z.object({
  fingerprint: z.string().nullable(),
  kind: z.enum(['phone', 'backup', 'temporary', 'unknown']),
  kindSource: z.enum(['stated', 'reported', 'created-here', 'inferred', 'not-stated']),
  osVersion: z.string().nullable(),
  addedAt: z.string().nullable(),
})
export type RememberedDevice = z.infer<typeof rememberedDevice>
