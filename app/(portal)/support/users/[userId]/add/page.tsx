import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskConfirm } from '@/components/support/desk-confirm'
import { DeskProblem } from '@/components/support/desk-problem'
import { PrepareForm } from '@/components/support/prepare-form'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { Card } from '@/components/ui/card'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { requireSignIn } from '@/lib/identity/current'
import { isFresh } from '@/lib/identity/step-up'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { deskPreferences } from '@/lib/preferences/request'
import { viewedSubject } from '@/lib/support/view'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('desk.prepare.title') }
}

export default async function PersonAddPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/add'>) {
  const userId = requirePerson((await params).userId, deskPaths.add)
  const [retry, at] = [deskPaths.add(userId), now()]
  const agent = await requireAgent(retry, at, readDeadline())
  const subject = agent.ok
    ? await viewedSubject(agent.value, 'activations:start:any', userId, at)
    : agent
  if (!subject.ok) return <DeskProblem problem={problemOf(subject.error)} retry={retry} />
  const { t } = await deskPreferences()
  return (
    <>
      <ActingBanner userId={userId} person={subject.value.person} />
      {isFresh((await requireSignIn(retry)).signIn, at) ? (
        <Card className="mx-auto max-w-140 p-5 sm:p-7">
          <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.prepare.title')}</h1>
          <p className="mb-5 text-soft">{t('desk.prepare.text', { add: t('page.add') })}</p>
          <PrepareForm userId={userId} address={new URL(env().AUTH_URL).host} />
        </Card>
      ) : (
        <DeskConfirm returnTo={retry} again={(await searchParams)['confirmed'] !== undefined} />
      )}
    </>
  )
}
