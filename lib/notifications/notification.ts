import 'server-only'
import { z } from 'zod'

// What a notice says, as it waits in the outbox: nothing that signs anybody in, no key, no Recognize user ID. Rows live a
// day at most, but an older replica may meet them: it leaves those alone whose shape it doesn't know.

const device = z.object({
  /** The system that the service states, such as “iOS 17.4”; null when it states none. */
  description: z.string().nullable(),
  /** The eight characters people compare; null when there was no key to make them of. */
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
  /** A recovery backup was handed to an app: a recovery has begun. */
  z.object({ type: z.literal('recovery-started'), at: z.iso.datetime() }),
  /**
   * The person said that it wasn't them; the phone is null when it isn't listed yet. `oldPhone`: only an old phone was to
   * make a temporary backup; `backupDestroyed`: the recovery backup that was handed out is no longer kept.
   */
  z.object({
    type: z.literal('phone-undone'),
    at: z.iso.datetime(),
    device: device.nullable(),
    oldPhone: z.boolean().default(false),
    backupDestroyed: z.boolean().default(false),
  }),
  /** A device that the person didn't recognise is gone; of any kind, in spite of the name. */
  z.object({
    type: z.literal('phone-removed-unrecognised'),
    at: z.iso.datetime(),
    device: deviceOfAnyKind,
  }),
  /** An agent removes a device for the person; one that can wait at `until`, and until then it can be undone. */
  z.object({
    type: z.literal('removed-by-support'),
    at: z.iso.datetime(),
    device: deviceOfAnyKind,
    until: z.iso.datetime().nullable(),
  }),
  /** An agent prepared that the person adds a phone. */
  z.object({ type: z.literal('phone-prepared'), at: z.iso.datetime() }),
  /** An agent ended all of the person's portal sign-ins. */
  z.object({ type: z.literal('sign-ins-ended'), at: z.iso.datetime() }),
])

/** What people are told by mail; `at` (ISO 8601, UTC) is when it happened. */
export type Notification = z.infer<typeof notificationSchema>
