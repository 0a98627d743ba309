// Not a spec: a program for one, which looks at everything it prints. Makes each kind of call for each of some users
// and prints what came back.
import { deleteUserDevice, findUserIdsByExternalId, listUserDevices } from '@/lib/recognize/client'

const calls = [listUserDevices, findUserIdsByExternalId, (id: string) => deleteUserDevice(id, id)]
for (const userId of process.argv.slice(2))
  for (const call of calls) process.stdout.write(`${JSON.stringify(await call(userId))}\n`)
