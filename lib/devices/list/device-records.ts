import 'server-only'
import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { database } from '../../database/connection'
import { unlessOutage } from '../../database/outage'
import { auditEntries, clientStates, nicknames, reportedDevices } from '../../database/schema'

/** What the portal itself knows of a device that the service lists. */
export type DeviceRecord = {
  readonly nickname: string | null
  /** When its app last reported that it runs. */
  readonly lastSeenAt: Date | null
  /** The kind of the client state that it is, when that was handed in here; also after it was handed out. */
  readonly stored: 'backup' | 'temporary' | null
}

export type RecordOf = (userId: string, deviceId: string) => DeviceRecord

const NOTHING: DeviceRecord = { nickname: null, lastSeenAt: null, stored: null }
/** The record of a device that nothing is known of. */
export const noRecord: RecordOf = () => NOTHING

/** What the portal knows of the devices of some Recognize users, read in one query. Knows nothing while the database can't be read. */
export async function deviceRecords(userIds: readonly string[]): Promise<RecordOf> {
  const rows = await unlessOutage(() => readRecords([...userIds]), [])
  const records = new Map<string, DeviceRecord>()
  for (const { userId, deviceId, nickname, lastSeenAt, stored } of rows) {
    const key = `${userId}/${deviceId}`
    const known = records.get(key) ?? NOTHING
    records.set(key, {
      nickname: nickname ?? known.nickname,
      lastSeenAt: lastSeenAt === null ? known.lastSeenAt : new Date(lastSeenAt),
      stored: stored ?? known.stored,
    })
  }
  return (userId, deviceId) => records.get(`${userId}/${deviceId}`) ?? NOTHING
}

const noText = sql<string | null>`null::text`
/** As the database writes it. */
const noTime = sql<string | null>`null::timestamptz`
const noKind = sql<DeviceRecord['stored']>`null::text`

async function readRecords(userIds: string[]) {
  const reports = database()
    .select({
      userId: reportedDevices.userId,
      deviceId: sql<string | null>`${reportedDevices.deviceId}`,
      nickname: noText.as('nickname'),
      lastSeenAt: sql<string | null>`${reportedDevices.lastSeenAt}`.as('last_seen_at'),
      stored: noKind.as('stored'),
    })
    .from(reportedDevices)
    .where(inArray(reportedDevices.userId, userIds))
  const names = database()
    .select({
      userId: nicknames.userId,
      deviceId: sql<string | null>`${nicknames.deviceId}`,
      nickname: sql<string | null>`${nicknames.nickname}`,
      lastSeenAt: noTime,
      stored: noKind,
    })
    .from(nicknames)
    .where(inArray(nicknames.userId, userIds))
  // A state that was handed out is gone from the vault, but the service may list its row for long.
  const destroyed = database()
    .select({
      userId: sql<string>`${auditEntries.userId}`,
      deviceId: sql<string | null>`${auditEntries.deviceId}`,
      nickname: noText,
      lastSeenAt: noTime,
      stored: sql<DeviceRecord['stored']>`${auditEntries.detail} ->> 'kind'`,
    })
    .from(auditEntries)
    .where(
      and(
        inArray(auditEntries.userId, userIds),
        eq(auditEntries.type, 'client-state-destroyed'),
        isNotNull(auditEntries.deviceId),
        // The kind of a replaced state is that of the state in its place.
        ne(sql`${auditEntries.detail} ->> 'why'`, 'replaced'),
      ),
    )
  const states = database()
    .select({
      userId: clientStates.userId,
      deviceId: sql<string | null>`${clientStates.deviceId}`,
      nickname: noText,
      lastSeenAt: noTime,
      stored: sql<DeviceRecord['stored']>`${clientStates.kind}`,
    })
    .from(clientStates)
    .where(and(inArray(clientStates.userId, userIds), isNotNull(clientStates.deviceId)))
  return unionAll(reports, names, destroyed, states)
}
