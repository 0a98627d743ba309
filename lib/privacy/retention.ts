import 'server-only'
import { isNull } from 'drizzle-orm'
import { createClockMemory } from '../audit/integrity/check-clocks'
import { destroyExpired } from '../client-states/vault/destroy-states'
import { UPLOAD_REMEMBERED_MS } from '../client-states/intake/idempotency'
import { database } from '../database/connection'
import {
  activations,
  agentCounts,
  approvals,
  identityFacts,
  knownLists,
  logoutTokens,
  people,
  preparations,
  sessions,
  supportViews,
  ticketUses,
  uploads,
  usedCallNumbers,
} from '../database/schema'
import type { MaintenanceJob } from '../jobs/maintenance'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { ONE_VIEW_MS } from '../support/lookup/record-view'
import { deleteOldRows } from './delete-old-rows'
import { purgeAuditLog } from './purge-audit-log'

export type RetentionRule = {
  /** Until when a row is kept, in words; a setting by its name. */
  readonly keptUntil: string
  /** An hour unless given. */
  readonly everyMs?: number
  /** Deletes what is over at `at`; returns how many rows. */
  readonly purge: (at: Date) => Promise<number>
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Of this process. */
const clockMemory = createClockMemory()

const before = (at: Date, ms: number) => new Date(at.getTime() - ms)

/** The data that expires, by table (docs/personal-data.md). Use cases delete other data earlier. */
export const RETENTION_RULES = {
  activations: {
    keptUntil: '30 days after it ended, and it is not followed any more',
    purge: (at) => {
      const { endedAt, dueAt } = activations
      return deleteOldRows(activations, endedAt, before(at, 30 * DAY_MS), isNull(dueAt))
    },
  },
  agent_counts: {
    keptUntil: 'two days later: then nothing is counted against it any more',
    purge: (at) => deleteOldRows(agentCounts, agentCounts.day, before(at, 2 * DAY_MS)),
  },
  approvals: {
    keptUntil: 'a day after the request; the audit log says what was done',
    purge: (at) => deleteOldRows(approvals, approvals.createdAt, before(at, DAY_MS)),
  },
  audit_entries: {
    keptUntil: 'TRAIL_RETENTION_DAYS after its month; with the actors that no entry names any more',
    purge: (at) => purgeAuditLog(env().TRAIL_RETENTION_DAYS, at, database(), clockMemory),
  },
  client_states: {
    keptUntil: 'it expires',
    everyMs: MINUTE_MS,
    purge: destroyExpired,
  },
  identity_facts: {
    keptUntil: '400 days after it was seen last',
    purge: (at) => deleteOldRows(identityFacts, identityFacts.lastSeenAt, before(at, 400 * DAY_MS)),
  },
  known_lists: {
    keptUntil: '400 days after the list was read last; with its rows',
    purge: (at) => deleteOldRows(knownLists, knownLists.readAt, before(at, 400 * DAY_MS)),
  },
  logout_tokens: {
    keptUntil: 'its own times refuse it',
    purge: (at) => deleteOldRows(logoutTokens, logoutTokens.expiresAt, at),
  },
  people: {
    keptUntil: '400 days after the last sign-in',
    purge: (at) => deleteOldRows(people, people.seenAt, before(at, 400 * DAY_MS)),
  },
  preparations: {
    keptUntil: 'its hour is over',
    purge: (at) => deleteOldRows(preparations, preparations.expiresAt, at),
  },
  sessions: {
    // Long enough to answer who was signed in when something happened.
    keptUntil: '30 days after it could have gone on at the latest, also when it was ended before',
    purge: (at) => deleteOldRows(sessions, sessions.expiresAt, before(at, 30 * DAY_MS)),
  },
  support_views: {
    keptUntil: 'ten minutes later: then a look is recorded anew',
    purge: (at) => deleteOldRows(supportViews, supportViews.at, before(at, ONE_VIEW_MS)),
  },
  ticket_uses: {
    keptUntil: '31 days after it was used for somebody new',
    purge: (at) => deleteOldRows(ticketUses, ticketUses.usedAt, before(at, 31 * DAY_MS)),
  },
  uploads: {
    keptUntil: '24 hours later',
    purge: (at) => deleteOldRows(uploads, uploads.at, before(at, UPLOAD_REMEMBERED_MS)),
  },
  used_call_numbers: {
    keptUntil: 'an hour later: the number is over',
    purge: (at) => deleteOldRows(usedCallNumbers, usedCallNumbers.usedAt, before(at, HOUR_MS)),
  },
} as const satisfies Readonly<Record<string, RetentionRule>>

/** One maintenance job for each rule. */
export const retentionJobs: readonly MaintenanceJob[] = Object.entries<RetentionRule>(
  RETENTION_RULES,
).map(([table, { everyMs = HOUR_MS, purge }]) => ({
  name: `retention of ${table}`,
  everyMs,
  run: async (clock) => {
    const rows = await purge(clock())
    if (rows > 0) log().info({ table, rows }, 'old rows were deleted')
  },
}))
