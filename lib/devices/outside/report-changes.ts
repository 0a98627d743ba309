import 'server-only'
import type { AuditEvent, RememberedDevice } from '../../audit/events/events'
import { recordEvent } from '../../audit/log/audit-log'
import type { Database } from '../../database/connection'
import { notifyHolders } from '../../notifications/enqueue-notification'
import type { Notification } from '../../notifications/notification'
import { randomId } from '../../platform/crypto'
import type { OutsideChange } from './compare-lists'

/** The actor of what nobody did in the portal. */
const READER = { issuer: 'recognize-portal', subject: 'list-reader', role: 'system' } as const

/** Tells the person of what happened outside of the portal, and records it, in the caller's transaction. */
export async function reportChanges(
  userId: string,
  changes: readonly OutsideChange[],
  at: Date,
  tx: Database,
): Promise<void> {
  for (const notification of noticesOf(changes, at))
    await notifyHolders(userId, notification, at, tx)
  const correlationId = randomId()
  for (const change of changes) {
    const { deviceId } = change
    const context = { actor: READER, correlationId, at, userId, deviceId }
    await recordEvent(eventOf(change), context, tx)
  }
}

/** A mail for each device that came back, and one for all that appeared. What is gone or changed is in the history alone. */
function noticesOf(changes: readonly OutsideChange[], at: Date): Notification[] {
  const facts = (device: RememberedDevice) => ({
    at: at.toISOString(),
    device: {
      kind: device.kind,
      description: device.osVersion,
      fingerprint: device.fingerprint,
    },
  })
  const [appeared, ...others] = changes.filter(({ what }) => what === 'appeared')
  return [
    ...changes
      .filter(({ what }) => what === 'came-back')
      .map(({ device }): Notification => ({ type: 'device-came-back', ...facts(device) })),
    ...(appeared
      ? [
          {
            type: 'device-appeared' as const,
            ...facts(appeared.device),
            others: others.length,
          },
        ]
      : []),
  ]
}

function eventOf(change: OutsideChange): AuditEvent {
  const { device } = change
  switch (change.what) {
    case 'appeared':
      return { type: 'device-appeared', version: 1, detail: { device } }
    case 'vanished':
      return { type: 'device-vanished', version: 1, detail: { device } }
    case 'came-back': {
      const removedAt = change.removedAt.toISOString()
      return { type: 'device-came-back', version: 1, detail: { device, removedAt } }
    }
    case 'changed': {
      const { from, to } = change
      return { type: 'device-changed', version: 1, detail: { device, from, to } }
    }
  }
}
