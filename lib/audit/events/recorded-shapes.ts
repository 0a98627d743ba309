import { z } from 'zod'

// Shapes that several events have in common.

export const removalReason = z.enum(['lost', 'stolen', 'sold', 'unrecognised', 'tidying'])
export type RecordedReason = z.infer<typeof removalReason>

export const recordedGuard = z.enum(['last-phone', 'last-backup', 'last-way-in'])

/** A device as entries describe it: enough to recognise it, without its key and without the name that a person gave it. */
export const rememberedDevice = z.object({
  fingerprint: z.string().nullable(),
  kind: z.enum(['phone', 'backup', 'temporary', 'unknown']),
  kindSource: z.enum([
    'stated',
    'reported',
    'added-here',
    'confirmed',
    'created-here',
    'disowned',
    'not-stated',
  ]),
  osVersion: z.string().nullable(),
  addedAt: z.string().nullable(),
})
export type RememberedDevice = z.infer<typeof rememberedDevice>
