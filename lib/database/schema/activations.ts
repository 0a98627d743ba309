import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns'

/** Attempts to add a phone, or to have an old one make a temporary state for it. */
export const activations = pgTable(
  'activations',
  {
    number: text('number').primaryKey(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: text('user_id').notNull(),
    purpose: text('purpose').$type<'bind' | 'make-state'>().notNull(),
    /** The state that is handed over once; for `make-state`, the one that came of it. */
    clientStateId: text('client_state_id'),
    /** SHA-256 (hex) of the one-time code; a keyed hash (hex) of the typed code together with the person. Neither is kept itself. */
    codeHash: text('code_hash').notNull(),
    typedCodeHash: text('typed_code_hash').notNull(),
    /** Given to the SDK, so that the service can say that this very activation was finished. */
    operationId: text('operation_id').notNull(),
    /** The ids of the devices that were listed when it began: whatever else is listed later is new. */
    knownDevices: jsonb('known_devices').$type<string[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** Until when the code can be redeemed; after that, until when a new row is waited for. */
    expiresAt: instant('expires_at').notNull(),
    openedAt: instant('opened_at'),
    redeemedAt: instant('redeemed_at'),
    facePassedAt: instant('face_passed_at'),
    /** The app's newest failure, by the SDK's error code; none after a success. */
    failureCode: integer('failure_code'),
    failedAt: instant('failed_at'),
    /** The new device, as soon as its app has told its key or the list shows it. */
    deviceId: text('device_id'),
    /** The new rows that may be its phone: since when each is listed (ISO 8601, UTC), and whether people were told of it. */
    newDevices: jsonb('new_devices')
      .$type<{ id: string; since: string; told: boolean }[]>()
      .notNull()
      .default([]),
    ending: text('ending').$type<
      'listed' | 'stored' | 'expired' | 'cancelled' | 'superseded' | 'unseen' | 'undone'
    >(),
    endedAt: instant('ended_at'),
    /** The removal of the new device, when the person said that it wasn't them. */
    undoReceipt: text('undo_receipt'),
    /** When the service's list is to be looked at next; null while there is nothing to look for. */
    dueAt: instant('due_at'),
    /** Grows with every change: what a watcher has seen already. */
    version: integer('version').notNull(),
  },
  (table) => [
    uniqueIndex('activations_code').on(table.codeHash),
    uniqueIndex('activations_typed_code').on(table.typedCodeHash),
    index('activations_person').on(table.issuer, table.subject),
    index('activations_user').on(table.userId, table.createdAt),
    index('activations_due').on(table.dueAt),
  ],
)
