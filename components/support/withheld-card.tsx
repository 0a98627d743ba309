import type { ReactNode } from 'react'
import { branding } from '@/lib/branding'
import { currentSignIn } from '@/lib/identity/current'
import { withheldRoles } from '@/lib/identity/sign-ins'
import { isNew } from '@/lib/identity/step-up'
import { now } from '@/lib/platform/clock'
import { requestPreferences } from '@/lib/preferences/request'
import { FactorCard } from './factor-card'

/** A page that somebody with a role may not see: what is missing where only the way they signed in is, else what is given. */
export async function WithheldOr({ page, children }: { page: string; children: ReactNode }) {
  const signIn = await currentSignIn()
  if (signIn === null || withheldRoles(signIn).length === 0) return children
  const { t } = await requestPreferences()
  const contact = branding().contact ?? t('coverage.support')
  return <FactorCard page={page} isNew={isNew(signIn, now())} contact={contact} />
}
