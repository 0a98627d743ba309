import { putState } from '@/lib/client-states/vault/vault'
import { startMaintenance } from '@/lib/jobs/maintenance'
import { retentionJobs } from '@/lib/privacy/retention'
import { now } from '@/lib/platform/clock'
import { newUserId } from '../builders/rows'
import { query } from './support/database'
import { stateOf } from './support/states'
import { databaseTest as test, expect } from './support/test'

test('a portal that starts destroys what has expired while it was down, and nothing that has not', async () => {
  const userId = newUserId()
  const expiring = (ms: number) => ({
    kind: 'temporary' as const,
    expiresAt: new Date(Date.now() + ms),
  })
  await putState(stateOf(userId, expiring(-1)), 'one', now())
  const staying = await putState(stateOf(userId, expiring(60_000)), 'two', now())
  // It goes on in this process: for the tests after this one, at a time when nothing has expired.
  const times = [now()]
  const ofStates = retentionJobs.filter(({ name }) => name.endsWith(' client_states'))
  expect(ofStates).toHaveLength(1)
  startMaintenance(ofStates, () => times.pop() ?? new Date(0))
  const rows = () => query(`SELECT id FROM client_states WHERE user_id = '${userId}'`)
  await expect.poll(rows).toEqual([{ id: staying }])
})
