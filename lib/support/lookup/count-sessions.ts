import 'server-only'
import { unlessOutage } from '../../database/outage'
import { countActiveSessions } from '../../auth/sessions/own-sessions'
import { can } from '../../auth/authorization/policy'
import type { Agent } from './agent'
import { accountsOf } from './support-subject'

/** How many portal sign-ins stand of whoever is behind a Recognize user ID; null when nobody has signed in with it, or nobody can say. For who may see the person's page. */
export async function countPersonSessions(
  agent: Agent,
  userId: string,
  at: Date,
): Promise<number | null> {
  return unlessOutage(async () => {
    const accounts = await accountsOf(userId)
    if (accounts.length === 0) return null
    if (accounts.some((account) => !can(agent, 'sign-ins:end:any', account))) return null
    const counts = await Promise.all(accounts.map((account) => countActiveSessions(account, at)))
    return counts.reduce((sum, count) => sum + count, 0)
  }, null)
}
