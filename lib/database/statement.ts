import 'server-only'
import { database } from './connection'
import { DatabaseOutage, unlessOutage } from './outage'

/** What both drivers give for a statement. */
type Driver = {
  query: (text: string, values: readonly unknown[]) => Promise<{ rows: Record<string, unknown>[] }>
}

/** Runs a statement of a library, with `$1`, `$2` …, over either driver. Throws without trying after an outage. */
export async function runStatement(
  text: string,
  values: readonly unknown[],
): Promise<{ rows: Record<string, unknown>[]; rowCount: number }> {
  const { $client } = database() as unknown as { $client: Driver }
  const result = await unlessOutage(() => $client.query(text, [...values]), null)
  if (result === null) throw new DatabaseOutage('the database can’t be used just now')
  return { rows: result.rows, rowCount: result.rows.length }
}
