import type { Metadata } from 'next'
import { callEntered } from '@/components/support/call-entered'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskConfirmCard } from '@/components/support/desk-confirm-card'
import { DeskProblem } from '@/components/support/desk-problem'
import { PrepareForm } from '@/components/support/prepare-form'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { confirmationOf } from '@/lib/identity/confirmation'
import { requireSignIn } from '@/lib/identity/current'
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
  const { person, owner } = subject.value
  const { signIn } = await requireSignIn(retry)
  const confirmation = confirmationOf(signIn, retry, await searchParams, at)
  const { entered } = confirmation
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      {owner === null ? (
        <Card className="mx-auto max-w-140 p-5 sm:p-7">
          <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.prepare.title')}</h1>
          <Notice tone="warn">{t('desk.prepare.error.person-unknown')}</Notice>
        </Card>
      ) : (
        <PrepareForm
          userId={userId}
          address={new URL(env().AUTH_URL).host}
          entered={{
            start: entered.start?.[0] === 'old-phone' ? 'old-phone' : undefined,
            ...callEntered(entered),
          }}
          ask={
            confirmation.isFresh ? null : (
              <DeskConfirmCard page={retry} confirmation={confirmation} />
            )
          }
        >
          <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.prepare.title')}</h1>
          <p className="mb-5 text-soft">{t('desk.prepare.text', { add: t('page.add') })}</p>
        </PrepareForm>
      )}
    </>
  )
}
