import 'server-only'
import type { AuditEvent } from '../../audit/events/events'
import type { CallerCheck, EndReason } from '../../audit/events/support-events'
import { recordEvent, type EntryContext } from '../../audit/log/audit-log'
import type { Transaction } from '../../database/transaction'
import { randomId } from '../../platform/crypto'
import type { Account } from '../authorization/actor'
import { isSameAccount } from '../authorization/policy'
import type { SessionSelection } from './session-selection'

/**
 * Who ends sessions, or why.
 * - `self` the person ends others of their own; `sign-out` the one they use
 * - `sign-in` a new session takes the place of this one, or there were too many
 * - `operator` with a command; `provider` with a logout token; `support` with a ticket
 */
export type RevokedBy =
  | { readonly kind: 'self' | 'sign-out'; readonly actor: Account }
  | { readonly kind: 'sign-in' | 'operator' | 'provider' }
  | {
      readonly kind: 'support'
      readonly agent: EntryContext['actor']
      /** The Recognize user ID that the agent asked for. */
      readonly userId: string
      readonly why: EndReason
      readonly ticket: string
      readonly callerCheck: CallerCheck
    }

/** Which sessions end, and who ends them at what time. */
export type Revocation = {
  readonly which: SessionSelection
  readonly by: RevokedBy
  readonly at: Date
}

/** Records who ended sessions, or why. `revoked` are those that were active. */
export async function recordRevocation(
  { which, by, at }: Revocation,
  revoked: readonly Account[],
  within: Transaction,
): Promise<void> {
  const signIns = revoked.length
  const record = (event: AuditEvent, actor: EntryContext['actor'], userId?: string) => {
    const about = userId === undefined ? {} : { userId }
    return recordEvent(event, { actor, correlationId: randomId(), at, ...about }, within)
  }
  switch (by.kind) {
    case 'sign-in':
      return
    case 'self':
      // Anybody may ask for it without end (docs/limits.md).
      if (signIns === 0) return
      return which.kind === 'others'
        ? record({ type: 'other-sign-ins-ended', version: 1, detail: {} }, by.actor)
        : record({ type: 'sign-in-ended', version: 1, detail: { by: 'self', signIns } }, by.actor)
    case 'sign-out':
      return record({ type: 'signed-out', version: 1, detail: {} }, by.actor)
    case 'operator':
      if (which.kind === 'everybody')
        return record({ type: 'all-sign-ins-ended', version: 1, detail: { signIns } }, OPERATOR)
      break
    case 'provider':
      break
    case 'support': {
      const { agent, userId, why, ticket, callerCheck } = by
      const detail = { why, ticket, callerCheck, signIns }
      return record({ type: 'sign-ins-ended-by-support', version: 1, detail }, agent, userId)
    }
  }
  // The person's history shows an operator's command even when no session was left to end.
  const owners = which.kind === 'owners' ? which.owners : distinctOwners(revoked)
  for (const { issuer, subject } of owners) {
    const count = revoked.filter((row) => isSameAccount(row, { issuer, subject })).length
    const detail = { by: by.kind, signIns: count } as const
    // The actor is the person, so that their erasure leaves no name behind. The role `system` says that the portal
    // acted.
    await record({ type: 'sign-in-ended', version: 1, detail }, { issuer, subject, role: 'system' })
  }
}

const OPERATOR = { issuer: 'recognize-portal', subject: 'end-sign-ins', role: 'system' } as const

function distinctOwners(rows: readonly Account[]): readonly Account[] {
  return rows.filter((row, place) => rows.findIndex((other) => isSameAccount(other, row)) === place)
}
