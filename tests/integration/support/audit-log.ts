import { randomUUID } from 'node:crypto'
import { sql, TransactionRollbackError } from 'drizzle-orm'
import { auditEvent } from '@/lib/audit/events/events'
import { recordEvent, type EntryContext } from '@/lib/audit/log/audit-log'
import { verifyAuditLog, type Finding } from '@/lib/audit/integrity/verify-log'
import { database, provideDatabase } from '@/lib/database/connection'
import { EVENTS } from '../../builders/events'
import { databaseTest } from './test'

/** Tests that look at the whole chain: they have workers, and so databases, that no other file writes to. */
export const auditTest = databaseTest.extend<object, { onlyAudit: true }>({
  onlyAudit: [({}, use) => use(true), { scope: 'worker', auto: true }],
})

/** What those write would stand before what is tampered with. */
export const tamperTest = auditTest.extend<object, { alone: true }>({
  alone: [({}, use) => use(true), { scope: 'worker', auto: true }],
})

/** One event of every type. */
export const KINDS = auditEvent.options.map(({ shape }) => {
  const kind = EVENTS.find(({ type }) => type === shape.type.value)
  if (!kind) throw new Error(`no event of the type ${shape.type.value}`)
  return kind
})

export function about(userId: string | undefined, more: Partial<EntryContext> = {}): EntryContext {
  return {
    actor: { issuer: 'https://issuer.example', subject: 'ada' },
    correlationId: randomUUID(),
    at: new Date('2026-01-01T12:00:00.123Z'),
    ...(userId === undefined ? {} : { userId, deviceId: 'd'.repeat(32) }),
    ...more,
  }
}

/** Appends one entry of every kind; gives how many there are then. */
export async function appendKinds(subject = 'ada'): Promise<number> {
  const actor = { issuer: 'https://issuer.example', subject }
  for (const kind of KINDS) await recordEvent(kind, about('AB', { actor }))
  const { head } = await verifyAuditLog()
  return head.entries
}

/**
 * What the verification finds after `steps`, statements run as somebody who owns the database and its triggers, or what
 * the portal does meanwhile; everything is taken back afterwards.
 */
export async function findingsAfter(
  steps: readonly (string | (() => Promise<unknown>))[],
  anchor: Parameters<typeof verifyAuditLog>[0] = null,
): Promise<readonly Finding[]> {
  const real = database()
  let findings: readonly Finding[] = []
  try {
    await real.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      provideDatabase(tx)
      for (const step of steps)
        await (typeof step === 'string' ? tx.execute(sql.raw(step)) : step())
      findings = (await verifyAuditLog(anchor)).findings
      tx.rollback()
    })
  } catch (error) {
    if (!(error instanceof TransactionRollbackError)) throw error
  } finally {
    provideDatabase(real)
  }
  return findings
}
