import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting-banner'
import { callEntered } from '@/components/support/call-entered'
import { DeskConfirmCard } from '@/components/support/desk-confirm-card'
import { DeskProblem } from '@/components/support/desk-problem'
import { EndSignInsForm } from '@/components/support/end-sign-ins-form'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { Card } from '@/components/ui/card'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { END_REASONS } from '@/lib/activity/support-events'
import { confirmationOf } from '@/lib/identity/confirmation'
import { requireSignIn } from '@/lib/identity/current'
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
  const { signIn } = await requireSignIn(retry)
  const confirmation = confirmationOf(signIn, retry, await searchParams, at)
  const { entered } = confirmation
  return (
    <>
      <ActingBanner userId={userId} person={subject.value.person} />
      {confirmation.isFresh ? (
        <Card className="mx-auto max-w-140 p-5 sm:p-7">
          <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.endSignIns.title')}</h1>
          <p className="mb-5 text-soft">{t('desk.endSignIns.text')}</p>
          <EndSignInsForm
            userId={userId}
            entered={{
              why: END_REASONS.find((one) => one === entered.why?.[0]),
              ...callEntered(entered),
            }}
          />
        </Card>
      ) : (
        <DeskConfirmCard page={retry} confirmation={confirmation} />
      )}
    </>
  )
}
