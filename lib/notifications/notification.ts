import 'server-only'
import { z } from 'zod'

// The content of a notification while it waits in the outbox: nothing that signs a person in, no key, no Recognize user ID.
// Rows live a day at most. An older replica may find a shape that it doesn't know: it leaves that row to newer ones.

const device = z.object({
  /** The operating system that the service states, such as “iOS 17.4”; null when it states none. */
  description: z.string().nullable(),
  /** The eight characters that people compare; null when there was no key to derive them from. */
  fingerprint: z.string().nullable(),
})

const deviceOfAnyKind = device.extend({
  kind: z.enum(['phone', 'backup', 'temporary', 'unknown']),
})

export const notificationSchema = z.discriminatedUnion('type', [
  /** `recovered`: set up from a recovery backup, without the help of an older phone. */
  z.object({
    type: z.literal('phone-added'),
    at: z.iso.datetime(),
    device,
    recovered: z.boolean(),
  }),
  /** An app received a recovery backup: a recovery has started. */
  z.object({ type: z.literal('recovery-started'), at: z.iso.datetime() }),
  /**
   * The person said that it wasn't them. The device is null when it isn't listed yet. `oldPhone`: only an old phone was to
   * make a temporary backup. `backupDestroyed`: the recovery backup that an app received was destroyed.
   */
  z.object({
    type: z.literal('phone-undone'),
    at: z.iso.datetime(),
    device: device.nullable(),
    oldPhone: z.boolean().default(false),
    backupDestroyed: z.boolean().default(false),
  }),
  /** A device that the person didn't recognise is gone. It may be of any kind, in spite of the name. */
  z.object({
    type: z.literal('phone-removed-unrecognised'),
    at: z.iso.datetime(),
    device: deviceOfAnyKind,
  }),
  /** An agent removes a device for the person. A scheduled removal happens at `until`, and can be undone before. */
  z.object({
    type: z.literal('removed-by-support'),
    at: z.iso.datetime(),
    device: deviceOfAnyKind,
    until: z.iso.datetime().nullable(),
  }),
  /** An agent prepared that the person adds a phone. */
  z.object({ type: z.literal('phone-prepared'), at: z.iso.datetime() }),
  /** An agent revoked all of the person's sessions. */
  z.object({ type: z.literal('sign-ins-ended'), at: z.iso.datetime() }),
])

/** What people are notified of by mail; `at` (ISO 8601, UTC) is when it happened. */
export type Notification = z.infer<typeof notificationSchema>
