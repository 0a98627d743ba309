import { sql } from 'drizzle-orm'
import { database } from '@/lib/database/connection'

/** The rows of a statement, over either driver. */
export async function query(statement: string): Promise<Record<string, unknown>[]> {
  const result = (await database().execute(sql.raw(statement))) as unknown as {
    rows: Record<string, unknown>[]
  }
  return result.rows
}

/** All messages of an error and its causes: the database layer hides the database's own words. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.message}\n${wordsOf(error.cause)}` : ''
}

/** Makes the database refuse new trail entries of one person while `work` runs, as a broken disk or a lost right would. */
export async function whileRefusing<Outcome>(
  condition: { userId: string; type?: string },
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const name = `refuse_${condition.userId.slice(0, 24).toLowerCase()}`
  const type = condition.type === undefined ? '' : ` AND NEW.type = '${condition.type}'`
  await query(
    `CREATE TRIGGER ${name} BEFORE INSERT ON audit_entries FOR EACH ROW
     WHEN (NEW.user_id = '${condition.userId}'${type}) EXECUTE FUNCTION refuse_change()`,
  )
  try {
    return await work()
  } finally {
    await query(`DROP TRIGGER ${name} ON audit_entries`)
  }
}
