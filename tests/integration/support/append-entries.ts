// Not a spec: a program for one. Writes trail entries one after the other into a database directory, and says each
// number once the database has taken it, until it is killed.
import { record } from '@/lib/activity/trail'
import { connectDatabase, provideDatabase } from '@/lib/database/connection'

const [directory = '', first = '0'] = process.argv.slice(2)
provideDatabase(await connectDatabase({ DATA_DIR: directory }))
process.stdout.write('open\n')
const actor = { issuer: 'https://issuer.example', subject: 'ada' }
for (let number = Number(first); ; number++) {
  await record(
    { type: 'device-renamed', version: 1, detail: { named: true } },
    { actor, correlationId: String(number), at: new Date(), userId: 'AB', deviceId: 'd' },
  )
  process.stdout.write(`${number}\n`)
}
