import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, rowSeal } from './columns'

/** The names that people gave their devices. The service stores no names. */
export const nicknames = pgTable(
  'nicknames',
  {
    userId: text('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    nickname: text('nickname').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId] })],
)

/** Devices whose app reported its own key, and the time of the last report. They are certainly phones. */
export const reportedDevices = pgTable(
  'reported_devices',
  {
    userId: text('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    ...rowSeal,
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId] })],
)

/** What people said of rows whose kind nothing else tells, after they compared the device code. The latest word counts. */
export const deviceLabels = pgTable(
  'device_labels',
  {
    userId: text('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    label: text('label').$type<'mine' | 'not-mine'>().notNull(),
    labelledAt: instant('labelled_at').notNull(),
    ...rowSeal,
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId] })],
)

/** The last known list of each Recognize user, to notice what happens to it outside of the portal. */
export const knownLists = pgTable(
  'known_lists',
  {
    userId: text('user_id').primaryKey(),
    /** When the first list was taken in, which is what others are compared with. Null when only a removal is known. */
    firstReadAt: instant('first_read_at'),
    /** When the newest reading began that changed anything here. A list that stays the same moves it once a day. */
    readAt: instant('read_at').notNull(),
    /** SHA-256 (hex) of the list that was taken in. Null while something of it is undecided. */
    listHash: text('list_hash'),
    /** When an act in the portal was the last one after which the list is read for some days without a person. */
    watchedSince: instant('watched_since'),
    /** When the list is read next without a person. Null for never. */
    dueAt: instant('due_at'),
  },
  (table) => [index('known_lists_due').on(table.dueAt), index('known_lists_read').on(table.readAt)],
)

/** The rows of the last known lists, and those that a removal took out of them. */
export const knownDevices = pgTable(
  'known_devices',
  {
    userId: text('user_id')
      .notNull()
      .references(() => knownLists.userId, { onDelete: 'cascade' }),
    deviceId: text('device_id').notNull(),
    /** As entries of the audit log describe a device. Null when it was removed before a list was taken in. */
    device: jsonb('device').$type<unknown>(),
    /** The service's own word when it isn't ACTIVE. */
    state: text('state'),
    /** Why it can't count as a way in although the service doesn't call it inactive. */
    doubt: text('doubt').$type<'no-state' | 'impossible-date'>(),
    /** Since when readings miss it. It isn't believed to be gone yet. */
    missingSince: instant('missing_since'),
    /** When a removal through the portal was confirmed. */
    removedAt: instant('removed_at'),
    /** When it was listed again after that. */
    returnedAt: instant('returned_at'),
    /** When it appeared without an act in the portal. */
    appearedAt: instant('appeared_at'),
    /** The hashed id of the session in which its owner was shown first that it appeared. */
    shownIn: text('shown_in'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId] })],
)
