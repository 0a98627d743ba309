import type { Metadata } from 'next'
import { CleanUpChoice } from '@/components/clean-up/clean-up-choice'
import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { PageProblem } from '@/components/layout/page-problem'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { loadCleanUp } from '@/lib/pages/own/load-clean-up'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.cleanUp') }
}

export default async function CleanUpPage() {
  const loaded = await loadCleanUp()
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { plan, at } = loaded.value
  return (
    <CleanUpFrame step="choose">
      <CleanUpChoice plan={plan} now={at.toISOString()} />
    </CleanUpFrame>
  )
}
