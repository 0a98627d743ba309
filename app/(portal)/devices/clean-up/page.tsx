import { CleanUpChoice } from '@/components/clean-up/clean-up-choice'
import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { PageProblem } from '@/components/layout/page-problem'
import { pageTitle } from '@/components/layout/page-title'
import { loadCleanUp } from '@/lib/pages/own/load-clean-up'

export const generateMetadata = pageTitle('page.cleanUp')

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
