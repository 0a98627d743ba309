import 'server-only'
import { unlessOutage } from '../../database/outage'
import { countActiveSessions } from '../../auth/sessions/own-sessions'
import { authorizeForPerson, type AgentCall } from './authorize-for-person'

/** How many portal sessions of a person are active; null when the agent may not end them or it isn’t known. */
export async function countPersonSessions({
  agent,
  userId,
  at,
}: AgentCall): Promise<number | null> {
  return unlessOutage(async () => {
    const authorized = await authorizeForPerson({ agent, action: 'sign-ins:end:any', userId })
    if (!authorized.ok || authorized.value.owner === null) return null
    const { accounts } = authorized.value.subject
    const counts = await Promise.all(accounts.map((account) => countActiveSessions(account, at)))
    return counts.reduce((sum, count) => sum + count, 0)
  }, null)
}
