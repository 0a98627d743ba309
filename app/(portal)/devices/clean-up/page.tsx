import type { Metadata } from 'next'
import { CleanUpChoice } from '@/components/clean-up/clean-up-choice'
import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { PageProblem } from '@/components/layout/page-problem'
import { problemOf } from '@/lib/actions/problems'
import { planCleanUp } from '@/lib/devices/removal/clean-up'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { authorize } from '@/lib/auth/authorization/authorize'
import { ownSubject } from '@/lib/auth/authorization/subject'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.cleanUp') }
}

export default async function CleanUpPage() {
  const { actor, signIn } = await requireSession(paths.cleanUp)
  const [at, deadline] = [now(), readDeadline()]
  const subject = await ownSubject(signIn, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:remove:own', subject.value) : subject
  const plan = authorized.ok
    ? await planCleanUp({ authorized: authorized.value, deadline })
    : authorized
  if (!plan.ok) return <PageProblem problem={problemOf(plan.error)} retry={paths.cleanUp} />
  return (
    <CleanUpFrame step="choose">
      <CleanUpChoice plan={plan.value} now={at.toISOString()} />
    </CleanUpFrame>
  )
}
