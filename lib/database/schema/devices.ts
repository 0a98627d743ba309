import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'

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
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId] })],
)
