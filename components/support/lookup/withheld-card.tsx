import type { ReactNode } from 'react'
import { branding } from '@/lib/platform/branding'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { withheldRoles } from '@/lib/auth/sessions/session'
import { isNewSession } from '@/lib/auth/step-up/freshness'
import { now } from '@/lib/platform/clock'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { FactorCard } from './factor-card'

/** Shows what the sign-in lacks when only that keeps a person from their role. Otherwise shows `children`. */
export async function WithheldOr({ page, children }: { page: string; children: ReactNode }) {
  const session = await currentSession()
  if (session === null || withheldRoles(session).length === 0) return children
  const { t } = await requestPreferences()
  const contact = branding().contact ?? t('coverage.support')
  return <FactorCard page={page} isNew={isNewSession(session, now())} contact={contact} />
}
