import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rememberReport } from '@/lib/devices/list/report-device'
import { putState } from '@/lib/client-states/vault/vault'
import { now } from '@/lib/platform/clock'
import { env } from '@/lib/platform/env'
import { newUserId } from '../builders/rows'
import { query } from '../integration/support/database'
import { stateOf, undertaking } from '../integration/support/states'
import { databaseTest as test, expect } from '../integration/support/test'

/** The files under a directory that hold one of the byte strings. */
function filesWith(directory: string, wanted: readonly Buffer[]): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return wanted.some((words) => bytes.includes(words))
    })
}

/** A text as it might stand in a file. */
const spellings = (text: string) => [
  Buffer.from(text),
  Buffer.from(text, 'utf16le'),
  Buffer.from(Buffer.from(text).toString('hex')),
  // Without its ends, which depend on what stands beside it.
  ...[0, 1, 2].map((offset) =>
    Buffer.from(Buffer.from(text).subarray(offset).toString('base64').slice(0, -4)),
  ),
]

test('the files of the embedded database hold nothing of a client state, and no key of the ring @G1 @G4', async ({
  database,
}) => {
  const { $client } = database as unknown as { $client: { dataDir: string } }
  const marker = 'canary-client-state-0123456789'
  const other = 'canary-client-id-9876543210'
  const userId = newUserId()
  // Short ones stay in their row, long ones are stored beside it, and would be compressed.
  for (const times of [1, 100, 5_000])
    await putState(stateOf(userId), `${marker} `.repeat(times), now())
  const device = { userId, deviceId: 'd', fingerprint: 'ABCD-2345', clientId: other }
  await rememberReport(device, undertaking())
  await query('CHECKPOINT')
  // The search finds what is there: the trail isn't sealed.
  expect(filesWith($client.dataDir, spellings(other))).not.toEqual([])
  expect(filesWith($client.dataDir, spellings(marker))).toEqual([])
  const keys = (env().CLIENT_STATE_KEYS ?? []).map(({ key }) => Buffer.from(key))
  expect(keys).toHaveLength(1)
  expect(filesWith($client.dataDir, keys)).toEqual([])
})
