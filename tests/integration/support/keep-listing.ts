// Not a spec: a program for one, which changes the API key meanwhile. Lists a user's devices without end and removes one
// now and then, some at a time, until its standard input ends; then says how many calls there were, and what failed.
import { setTimeout as sleep } from 'node:timers/promises'
import { readDeadline } from '@/lib/platform/deadline'
import { deleteUserDevice, listUserDevices } from '@/lib/recognize/client'

const [userId = ''] = process.argv.slice(2)
let calls = 0
const failures: string[] = []
const ending = new AbortController()
process.stdin.once('close', () => ending.abort()).resume()

async function keepCalling(caller: number): Promise<void> {
  for (let round = 0; !ending.signal.aborted; round++) {
    const removes = round % 5 === caller
    const result = await (removes
      ? deleteUserDevice(userId, `not-there-${caller}-${round}`, readDeadline())
      : listUserDevices(userId, readDeadline()))
    calls += 1
    if (!result.ok && !(removes && result.error.code === 'not-found'))
      failures.push(result.error.code)
    await sleep(10)
  }
}
await Promise.all([0, 1, 2, 3].map(keepCalling))
process.stdout.write(`${JSON.stringify({ done: { calls, failures } })}\n`)
