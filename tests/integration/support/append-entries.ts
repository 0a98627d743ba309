// Not a spec: a program for one. Says which trail entries a database directory holds, and whether their chain is intact, then writes more, one after the
// other, and says each number once the database has taken it, until it is killed.
import { writeSync } from 'node:fs'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { connectDatabase, provideDatabase } from '@/lib/database/connection'
import { query } from './database'

const [directory = ''] = process.argv.slice(2)
provideDatabase(await connectDatabase({ DATA_DIR: directory }))
const rows = await query('SELECT correlation_id FROM audit_entries ORDER BY id')
// Written at once: the loop below leaves no room for a write that is queued.
const { findings } = await verifyAuditLog()
const state = findings.length === 0 ? 'intact' : JSON.stringify(findings)
writeSync(1, `kept ${rows.map((row) => String(row['correlation_id'])).join(' ')} ${state}\n`)
const actor = { issuer: 'https://issuer.example', subject: 'ada' }
for (let number = rows.length; ; number++) {
  await recordEvent(
    { type: 'device-renamed', version: 1, detail: { named: true } },
    { actor, correlationId: String(number), at: new Date(), userId: 'AB', deviceId: 'd' },
  )
  writeSync(1, `${number}\n`)
}
