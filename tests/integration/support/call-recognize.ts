// Not a spec: a program for one, which looks at everything it prints. Makes each kind of call for each of some users
// and prints what came back; with PAUSE_MS it rests after each call.
import { setTimeout as sleep } from 'node:timers/promises'
import { readDeadline, type Deadline } from '@/lib/platform/deadline'
import { deleteUserDevice, findUserIdsByExternalId, listUserDevices } from '@/lib/recognize/client'

const deleteOf = (id: string, deadline: Deadline) => deleteUserDevice(id, id, deadline)
const calls = [listUserDevices, findUserIdsByExternalId, deleteOf]
for (const userId of process.argv.slice(2))
  for (const call of calls) {
    process.stdout.write(`${JSON.stringify(await call(userId, readDeadline()))}\n`)
    await sleep(Number(process.env['PAUSE_MS'] ?? 0))
  }
