import type { ReactNode } from 'react'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { withheldRoles } from '@/lib/auth/sessions/session'
import { isNewSession } from '@/lib/auth/step-up/freshness'
import { now } from '@/lib/platform/clock'
import { FactorCard } from './factor-card'

/** Shows what the sign-in lacks when only that keeps a person from their role. Otherwise shows `children`. */
export async function WithheldOr({ page, children }: { page: string; children: ReactNode }) {
  const session = await currentSession()
  if (session === null || withheldRoles(session).length === 0) return children
  return <FactorCard page={page} isNew={isNewSession(session, now())} />
}
