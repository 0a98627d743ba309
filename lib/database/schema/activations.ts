import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { account, instant, rowSeal } from './columns'

/** Attempts to add a phone, or to let an old phone make a temporary state for a new one. */
export const activations = pgTable(
  'activations',
  {
    number: text('number').primaryKey(),
    ...account,
    userId: text('user_id').notNull(),
    purpose: text('purpose').$type<'bind' | 'make-state'>().notNull(),
    /** The state that the portal hands over once. For `make-state`: the state that the attempt produced. */
    clientStateId: text('client_state_id'),
    /** SHA-256 (hex) of the one-time code; `typedCodeHash` is a keyed hash of typed code and person. */
    codeHash: text('code_hash').notNull(),
    typedCodeHash: text('typed_code_hash').notNull(),
    /** Goes to the SDK, so that the service can report the end of this activation. */
    operationId: text('operation_id').notNull(),
    /** The ids of the devices that were listed at the start. Every other device in a later list is new. */
    knownDevices: jsonb('known_devices').$type<string[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** The end of the code's lifetime. After redemption: the end of the wait for a new row. */
    expiresAt: instant('expires_at').notNull(),
    openedAt: instant('opened_at'),
    redeemedAt: instant('redeemed_at'),
    facePassedAt: instant('face_passed_at'),
    /** The SDK's error of the app's newest failure: its code or name, and the model that the app named. Null after a success. */
    failureCode: text('failure_code'),
    failureModel: text('failure_model'),
    failedAt: instant('failed_at'),
    /** The new device. Set when its app reports its key, or when the list shows it. */
    deviceId: text('device_id'),
    /** New rows that may be the phone: when each was first listed (ISO 8601, UTC), and whether notices went out. */
    newDevices: jsonb('new_devices')
      .$type<{ id: string; since: string; told: boolean }[]>()
      .notNull()
      .default([]),
    ending: text('ending').$type<
      'listed' | 'stored' | 'expired' | 'cancelled' | 'superseded' | 'unseen' | 'undone'
    >(),
    endedAt: instant('ended_at'),
    /** The receipt of the new device's removal, after the person said “That wasn't me”. */
    undoReceipt: text('undo_receipt'),
    /** The time of the next look at the service's list. Null while there is nothing to look for. */
    dueAt: instant('due_at'),
    /** Grows with every change, so that a watcher knows which version it has seen. */
    version: integer('version').notNull(),
    ...rowSeal,
  },
  (table) => [
    uniqueIndex('activations_code').on(table.codeHash),
    uniqueIndex('activations_typed_code').on(table.typedCodeHash),
    index('activations_person').on(table.issuer, table.subject),
    index('activations_user').on(table.userId, table.createdAt),
    index('activations_due').on(table.dueAt),
  ],
)
