import { z } from 'zod'
import { foreignText } from '../../platform/visible-text'

// What several events have in common.

/** An event of version 1: its name, and the shape of what an entry records of it. */
export function defineEvent<const Type extends string, Detail extends z.ZodRawShape>(
  type: Type,
  detail: Detail,
) {
  return z.object({ type: z.literal(type), version: z.literal(1), detail: z.object(detail) })
}

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
  osVersion: z
    .string()
    .nullable()
    .transform((text) => foreignText('system', text)),
  addedAt: z.string().nullable(),
})
/** The service's word for a device; null for a usable one. */
export const recordedState = z
  .string()
  .nullable()
  .transform((text) => foreignText('state', text))
export type RememberedDevice = z.infer<typeof rememberedDevice>
