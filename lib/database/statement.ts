import 'server-only'
import { database } from './connection'
import { DatabaseOutage, unlessOutage } from './outage'

/** What both drivers give for a statement. */
type Driver = {
  query: (text: string, values: readonly unknown[]) => Promise<{ rows: Record<string, unknown>[] }>
}

/**
 * Runs a statement that a library has written, with `$1`, `$2` … in it, over whichever driver there is. Throws an outage
 * without trying for a moment after one was seen, because every try may cost a time-out.
 */
export async function runStatement(
  text: string,
  values: readonly unknown[],
): Promise<{ rows: Record<string, unknown>[]; rowCount: number }> {
  const { $client } = database() as unknown as { $client: Driver }
  const result = await unlessOutage(() => $client.query(text, [...values]), null)
  if (result === null) throw new DatabaseOutage('the database can’t be used just now')
  return { rows: result.rows, rowCount: result.rows.length }
}
