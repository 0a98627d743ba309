import 'server-only'
import { z } from 'zod'
import { AGENT_ALARMS } from '../audit/events/support-events'

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

/** One type of notification: when it happened (ISO 8601, UTC), and its own facts. */
const notice = <const Type extends string, Facts extends z.ZodRawShape>(type: Type, facts: Facts) =>
  z.object({ type: z.literal(type), at: z.iso.datetime(), ...facts })

export const notificationSchema = z.discriminatedUnion('type', [
  /** `recovered`: set up from a recovery backup, without the help of an older phone. */
  notice('phone-added', { device, recovered: z.boolean() }),
  /** An app received a recovery backup: a recovery has started. */
  notice('recovery-started', {}),
  /**
   * The person said that it wasn't them. The device is null when it isn't listed yet. `oldPhone`: only an old phone was to
   * make a temporary backup. `backupDestroyed`: the recovery backup that an app received was destroyed.
   */
  notice('phone-undone', {
    device: device.nullable(),
    oldPhone: z.boolean().default(false),
    backupDestroyed: z.boolean().default(false),
  }),
  /** A device that the person didn't recognise is gone. It may be of any kind, in spite of the name. */
  notice('phone-removed-unrecognised', { device: deviceOfAnyKind }),
  /**
   * An agent removes a device for the person. A scheduled removal happens at `until`, or waits for the service to answer
   * again, and can be undone before.
   */
  notice('removed-by-support', {
    device: deviceOfAnyKind,
    until: z.iso.datetime().nullable(),
    waitsForService: z.boolean().default(false),
  }),
  /** The service lists devices that nobody added in the portal: the first of them, and how many others. */
  notice('device-appeared', { device: deviceOfAnyKind, others: z.number().int().min(0) }),
  /** The service lists a device again whose removal was confirmed. */
  notice('device-came-back', { device: deviceOfAnyKind }),
  /** An agent prepared that the person adds a phone. */
  notice('phone-prepared', {}),
  /** An agent revoked all of the person's sessions. */
  notice('sign-ins-ended', {}),
  /** For auditors: what an agent, named by their subject at the provider, did much of. */
  notice('agent-alarm', {
    what: z.enum(AGENT_ALARMS),
    subject: z.string(),
    count: z.number().int().min(0),
    limit: z.number().int().min(0),
  }),
])

/** What people are notified of by mail; `at` (ISO 8601, UTC) is when it happened. */
export type Notification = z.infer<typeof notificationSchema>
