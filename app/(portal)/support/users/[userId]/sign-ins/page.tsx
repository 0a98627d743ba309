import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskConfirm } from '@/components/support/desk-confirm'
import { DeskProblem } from '@/components/support/desk-problem'
import { EndSignInsForm } from '@/components/support/end-sign-ins-form'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { Card } from '@/components/ui/card'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { requireSignIn } from '@/lib/identity/current'
import { isFresh } from '@/lib/identity/step-up'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { deskPreferences } from '@/lib/preferences/request'
import { viewedSubject } from '@/lib/support/view'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('desk.signIns.open') }
}

export default async function PersonSignInsPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/sign-ins'>) {
  const userId = requirePerson((await params).userId, deskPaths.signIns)
  const [retry, at] = [deskPaths.signIns(userId), now()]
  const agent = await requireAgent(retry, at, readDeadline())
  const subject = agent.ok
    ? await viewedSubject(agent.value, 'sign-ins:end:any', userId, at)
    : agent
  if (!subject.ok) return <DeskProblem problem={problemOf(subject.error)} retry={retry} />
  const { t } = await deskPreferences()
  const isConfirmed = isFresh((await requireSignIn(retry)).signIn, at)
  return (
    <>
      <ActingBanner userId={userId} person={subject.value.person} />
      {isConfirmed ? (
        <Card className="mx-auto max-w-140 p-5 sm:p-7">
          <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.endSignIns.title')}</h1>
          <p className="mb-5 text-soft">{t('desk.endSignIns.text')}</p>
          <EndSignInsForm userId={userId} />
        </Card>
      ) : (
        <DeskConfirm returnTo={retry} again={(await searchParams)['confirmed'] !== undefined} />
      )}
    </>
  )
}
