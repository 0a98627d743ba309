import 'server-only'
import type { CallerCheck } from '../../audit/events/support-events'
import type { RememberedDevice } from '../../audit/events/events'
import type { Account, Actor } from '../../auth/authorization/actor'
import { newReferenceCode } from '../../platform/reference-code'
import { fail, succeed, type Result } from '../../platform/result'
import type { OwnedDevice } from '../list/read-devices'
import type { PendingRemoval } from '../receipts/pending-removals'
import { isUsableAtService, rememberDevice } from '../model/device'
import type { RemovalReason } from '../model/safeguards'

/** The ticket and the approval behind a removal by support. */
export type SupportAuthorization = {
  readonly ticket: string
  readonly callerCheck: CallerCheck
  /** What a second agent approved, and the reference code that the receipt was promised; null when one agent is enough. */
  readonly approval: { readonly number: string; readonly receipt: string } | null
}

/** Where a removal comes from. That it may be done was decided before: by `authorize()`, or when it was scheduled. */
export type RemovalOrigin =
  | {
      readonly from: 'request'
      readonly actor: Pick<Actor, 'issuer' | 'subject' | 'sessionHash'>
      /** Null: their own device. Otherwise support removes it, and notifies `owner` if the portal knows them. */
      readonly support: (SupportAuthorization & { readonly owner: Account | null }) | null
    }
  | { readonly from: 'schedule'; readonly scheduled: PendingRemoval }

/** The order to remove one row: all that is known of it before anything is asked of the service. */
export type RemovalCommand = Omit<
  PendingRemoval,
  'state' | 'accepted' | 'askedAt' | 'dueAt' | 'tries' | 'seal'
> & {
  readonly device: RememberedDevice
  /** Who asks now. Null: it was scheduled, and who asked was checked then. */
  readonly askedBy: {
    /** The hashed id of the session that must not have ended when the intent is written. */
    readonly session: string
    readonly support: {
      readonly owner: Account | null
      readonly ticket: string
      readonly callerCheck: CallerCheck
      /** The number of the approval. */
      readonly approval: string | null
    } | null
  } | null
}

/** A row that can be removed. */
export type DeviceToRemove = OwnedDevice & {
  readonly publicSigningKey: string
  /** Whether its Recognize user has no other row. */
  readonly isOnly: boolean
}

/** The row that a device id means. It must have exactly one key, or nothing is done. */
export function findDeviceToRemove(
  deviceId: string,
  devices: readonly OwnedDevice[],
): Result<DeviceToRemove, { readonly code: 'not-found' | 'not-removable' }> {
  const [target, ...others] = devices.filter(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const { publicSigningKey, userId } = target
  // One key in two notations: the service might take the other row.
  if (publicSigningKey === null || others.some((row) => row.publicSigningKey !== publicSigningKey))
    return fail({ code: 'not-removable' })
  const isOnly = devices.filter((row) => row.userId === userId).length === 1
  return succeed({ ...target, publicSigningKey, isOnly })
}

/** What a command is made from. */
type CommandParts = {
  readonly origin: RemovalOrigin
  /** All Recognize users of the person. */
  readonly userIds: readonly [string, ...string[]]
  readonly target: Pick<DeviceToRemove, 'device' | 'userId' | 'isOnly'>
  readonly reason: RemovalReason
  /** The warning that the person said yes to, if any. */
  readonly confirmed: string | null
  /** Its place in a clean-up. */
  readonly part?: Pick<RemovalCommand, 'cleanUp' | 'place'>
}

/** The command to remove one row. A scheduled one goes on under its own receipt; of the device it says what is listed now. */
export function removalCommand({
  origin,
  userIds,
  target: { device, userId, isOnly },
  reason,
  confirmed,
  part = { cleanUp: null, place: 0 },
}: CommandParts): RemovalCommand {
  const seen = {
    device: rememberDevice(device),
    wasOnly: isOnly,
    wasActive: isUsableAtService(device),
  }
  if (origin.from === 'schedule') return { ...origin.scheduled, ...seen, askedBy: null }
  const { actor, support } = origin
  return {
    ...seen,
    ...part,
    receipt: support?.approval?.receipt ?? newReferenceCode(),
    actorIssuer: actor.issuer,
    actorSubject: actor.subject,
    actorRole: support === null ? 'person' : 'support',
    askedBy: {
      session: actor.sessionHash,
      support: support && {
        owner: support.owner,
        ticket: support.ticket,
        callerCheck: support.callerCheck,
        approval: support.approval?.number ?? null,
      },
    },
    userIds: [...userIds],
    userId,
    deviceId: device.id,
    reason,
    confirmed,
    waitsForService: false,
  }
}

/** What a removal is about and who asked for it. */
export type RemovalFacts = Pick<
  PendingRemoval,
  'receipt' | 'userId' | 'deviceId' | 'actorIssuer' | 'actorSubject' | 'actorRole'
>

/** The context of an entry in the audit log about a removal. */
export function removalAuditContext(
  { receipt, userId, deviceId, actorIssuer, actorSubject, actorRole }: RemovalFacts,
  at: Date,
) {
  return {
    actor: { issuer: actorIssuer, subject: actorSubject, role: actorRole },
    correlationId: receipt,
    at,
    userId,
    deviceId,
  }
}
