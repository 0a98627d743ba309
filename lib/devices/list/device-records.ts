import 'server-only'
import { and, eq, gt, inArray, isNotNull, isNull, ne, or, sql, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { believedEntryOf, entryAsText } from '../../audit/log/believed-entry'
import { database } from '../../database/connection'
import { unlessOutage } from '../../database/outage'
import {
  auditEntries,
  clientStates,
  deviceLabels,
  nicknames,
  reportedDevices,
} from '../../database/schema'
import { believedRowOf, rowAsText } from '../../database/sealed-rows'
import { now } from '../../platform/clock'
import { env } from '../../platform/env'
import type { OwnKnowledge } from '../model/kind'

/** What the portal itself knows of a device that the service lists. */
export type DeviceRecord = OwnKnowledge & {
  readonly nickname: string | null
  /** When its app last reported that it runs. */
  readonly lastSeenAt: Date | null
  /** Whether its client state is in the portal's vault now. */
  readonly isKept: boolean
}

/** What the portal knows of the devices of some Recognize users. */
export type DeviceRecords = {
  /** Whether the organisation keeps the states of all backups itself, outside of this portal. */
  readonly areBackupsElsewhere: boolean
  readonly of: (userId: string, deviceId: string) => DeviceRecord
  /** When each kept recovery backup without a known row was stored, newest first; ISO 8601, UTC. */
  readonly rowlessBackups: (userId: string) => readonly string[]
}

const NOTHING: DeviceRecord = {
  nickname: null,
  lastSeenAt: null,
  stateKind: null,
  isKept: false,
  phone: null,
  label: null,
}

/** The records while nothing is known. */
export const noRecords: DeviceRecords = {
  areBackupsElsewhere: false,
  of: () => NOTHING,
  rowlessBackups: () => [],
}

/** Reads what the portal knows of the devices of some Recognize users. Knows nothing while the database can't be read. */
export async function deviceRecords(userIds: readonly string[]): Promise<DeviceRecords> {
  return recordsFrom(await unlessOutage(() => readFacts([...userIds], now()), []))
}

/** The same for an act. Throws while the database can't be read: what isn't known must not decide. */
export async function neededDeviceRecords(userIds: readonly string[]): Promise<DeviceRecords> {
  return recordsFrom(await readFacts([...userIds], now()))
}

function recordsFrom(facts: Awaited<ReturnType<typeof readFacts>>): DeviceRecords {
  const records = new Map<string, DeviceRecord>()
  const rowless: { userId: string; storedAt: string }[] = []
  for (const { userId, deviceId, name, text } of facts) {
    if (deviceId === null) {
      const state = believedRowOf(clientStates, text, { userId })
      if (state !== null) rowless.push({ userId, storedAt: state.storedAt.toISOString() })
      continue
    }
    const key = `${userId}/${deviceId}`
    records.set(key, withFact(records.get(key) ?? NOTHING, name, text, { userId, deviceId }))
  }
  rowless.sort((a, b) => (a.storedAt < b.storedAt ? 1 : -1))
  return {
    areBackupsElsewhere: env().CLIENT_STATES_KEPT === 'elsewhere',
    of: (userId, deviceId) => records.get(`${userId}/${deviceId}`) ?? NOTHING,
    rowlessBackups: (userId) =>
      rowless.filter((state) => state.userId === userId).map(({ storedAt }) => storedAt),
  }
}

type AskedDevice = { readonly userId: string; readonly deviceId: string }

type FactName =
  'nickname' | 'reported' | 'added-here' | 'label' | 'kept' | 'destroyed' | 'rowless-backup'

function withFact(
  record: DeviceRecord,
  name: FactName,
  text: string,
  asked: AskedDevice,
): DeviceRecord {
  switch (name) {
    case 'nickname':
      return { ...record, nickname: text }
    case 'reported': {
      const report = believedRowOf(reportedDevices, text, asked)
      return report === null
        ? record
        : { ...record, phone: 'reported', lastSeenAt: report.lastSeenAt }
    }
    case 'added-here':
      return saysAdded(text, asked) ? { ...record, phone: record.phone ?? 'added-here' } : record
    case 'label':
      return { ...record, label: believedRowOf(deviceLabels, text, asked)?.label ?? record.label }
    case 'kept': {
      const state = believedRowOf(clientStates, text, asked)
      return state === null ? record : { ...record, stateKind: state.kind, isKept: true }
    }
    case 'destroyed': {
      const kind = record.isKept ? null : destroyedKind(text, asked)
      return kind === null ? record : { ...record, stateKind: kind }
    }
    case 'rowless-backup':
      return record
  }
}

const destroyed = z.object({ kind: z.enum(['backup', 'temporary']), why: z.string() })
const ended = z.object({ ending: z.string() })

/** What a believed entry of this type says of the device; null when there is none. */
function detailOf(text: string, type: string, { userId, deviceId }: AskedDevice): unknown {
  const entry = believedEntryOf(text)
  const isMeant = entry?.type === type && entry.userId === userId && entry.deviceId === deviceId
  return isMeant ? entry.detail : null
}

function saysAdded(text: string, asked: AskedDevice): boolean {
  return ended.safeParse(detailOf(text, 'activation-ended', asked)).data?.ending === 'listed'
}

/** The kind of a replaced state is that of the state in its place. */
function destroyedKind(text: string, asked: AskedDevice): 'backup' | 'temporary' | null {
  const said = destroyed.safeParse(detailOf(text, 'client-state-destroyed', asked)).data
  return said === undefined || said.why === 'replaced' ? null : said.kind
}

async function readFacts(userIds: string[], at: Date) {
  const fact = (name: FactName, text: SQL) => ({
    name: sql<FactName>`${name}::text`.as('name'),
    text: sql<string>`${text}::text`.as('text'),
  })
  const row = (table: typeof nicknames | typeof reportedDevices | typeof deviceLabels) => ({
    userId: sql<string>`${table.userId}`.as('user_id'),
    deviceId: sql<string | null>`${table.deviceId}`.as('device_id'),
  })
  const names = database()
    .select({ ...row(nicknames), ...fact('nickname', sql`${nicknames.nickname}`) })
    .from(nicknames)
    .where(inArray(nicknames.userId, userIds))
  const reports = database()
    .select({ ...row(reportedDevices), ...fact('reported', rowAsText(reportedDevices)) })
    .from(reportedDevices)
    .where(inArray(reportedDevices.userId, userIds))
  const labels = database()
    .select({ ...row(deviceLabels), ...fact('label', rowAsText(deviceLabels)) })
    .from(deviceLabels)
    .where(inArray(deviceLabels.userId, userIds))
  const ofStates = {
    userId: sql<string>`${clientStates.userId}`.as('user_id'),
    deviceId: sql<string | null>`${clientStates.deviceId}`.as('device_id'),
  }
  const isKept = and(
    inArray(clientStates.userId, userIds),
    or(isNull(clientStates.expiresAt), gt(clientStates.expiresAt, at)),
  )
  const states = database()
    .select({ ...ofStates, ...fact('kept', rowAsText(clientStates)) })
    .from(clientStates)
    .where(and(isKept, isNotNull(clientStates.deviceId)))
  const rowless = database()
    .select({ ...ofStates, ...fact('rowless-backup', rowAsText(clientStates)) })
    .from(clientStates)
    .where(and(isKept, isNull(clientStates.deviceId), eq(clientStates.kind, 'backup')))
  const ofEntries = {
    userId: sql<string>`${auditEntries.userId}`.as('user_id'),
    deviceId: sql<string | null>`${auditEntries.deviceId}`.as('device_id'),
  }
  const isAbout = and(inArray(auditEntries.userId, userIds), isNotNull(auditEntries.deviceId))
  const detail = (name: string) => sql`${auditEntries.detail} ->> ${name}::text`
  // A state that was handed out is gone from the vault, but the service may list its row for long.
  const ofDestroyed = database()
    .select({ ...ofEntries, ...fact('destroyed', entryAsText()) })
    .from(auditEntries)
    .where(
      and(isAbout, eq(auditEntries.type, 'client-state-destroyed'), ne(detail('why'), 'replaced')),
    )
  const added = database()
    .select({ ...ofEntries, ...fact('added-here', entryAsText()) })
    .from(auditEntries)
    .where(and(isAbout, eq(auditEntries.type, 'activation-ended'), eq(detail('ending'), 'listed')))
  return unionAll(names, reports, labels, states, rowless, ofDestroyed, added)
}
