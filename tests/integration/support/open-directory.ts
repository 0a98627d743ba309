// Not a spec: a program for one. Opens a database directory as the portal does, adds a row, prints all rows, and stays
// until it is ended when told to.
import { connectDatabase, DatabaseStartError, provideDatabase } from '@/lib/database/connection'
import { query } from './database'

const [directory = '', nickname = '', stay] = process.argv.slice(2)
try {
  provideDatabase(await connectDatabase({ DATA_DIR: directory }))
  await query(`INSERT INTO nicknames VALUES ('AB', '${nickname}', '${nickname}', now())`)
  const rows = await query('SELECT nickname FROM nicknames ORDER BY updated_at')
  process.stdout.write(`rows: ${rows.map((row) => String(row['nickname'])).join(' ')}\n`)
  if (stay === undefined) process.exit(0)
  setInterval(() => undefined, 60_000)
} catch (error) {
  if (!(error instanceof DatabaseStartError)) throw error
  process.stdout.write(`${error.message}\n`)
  process.exitCode = 3
}
