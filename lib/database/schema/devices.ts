import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'

/** Names people gave their devices; the service has none. */
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

/** Devices whose app has told its own key: certainly phones, and when they were last heard of. */
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
