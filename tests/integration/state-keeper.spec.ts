import { startVaultMaintenance } from '@/lib/client-states/vault/vault-maintenance'
import { putState } from '@/lib/client-states/vault/vault'
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
  startVaultMaintenance(() => times.pop() ?? new Date(0))
  const rows = () => query(`SELECT id FROM client_states WHERE user_id = '${userId}'`)
  await expect.poll(rows).toEqual([{ id: staying }])
})
