import { eq, getTableName, sql } from 'drizzle-orm'
import { database } from '@/lib/database/connection'
import { sealRow, type SealedTable } from '@/lib/database/sealed-rows'
import { query } from './database'

/** Changes rows as the portal itself would: with a seal that is right again. `where` must still pick them afterwards. */
export async function changeSealed<Table extends SealedTable>(
  table: Table,
  change: string,
  where: string,
): Promise<void> {
  await query(`UPDATE ${getTableName(table)} SET ${change} WHERE ${where}`)
  await sealAgain(table, where)
}

/** Gives rows that a test has put in or changed a seal that is right. */
export async function sealAgain<Table extends SealedTable>(
  table: Table,
  where: string,
): Promise<void> {
  const { seal } = table as unknown as { seal: never }
  const rows = await database()
    .select()
    .from(table as SealedTable)
    .where(sql.raw(where))
  for (const row of rows) {
    const again = sealRow(table, row as never) as { seal: never }
    await database()
      .update(table as SealedTable)
      .set({ seal: again.seal } as never)
      .where(eq(seal, row.seal))
  }
}
