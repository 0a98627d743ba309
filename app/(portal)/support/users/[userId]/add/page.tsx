import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskProblem } from '@/components/support/desk-problem'
import { PrepareForm } from '@/components/support/prepare-form'
import { requirePerson } from '@/components/support/require-person'
import { Card } from '@/components/ui/card'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { deskPreferences } from '@/lib/preferences/request'
import { requireAgent } from '@/lib/support/current-agent'
import { supportSubject } from '@/lib/support/person'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('desk.prepare.title') }
}

export default async function PersonAddPage({ params }: PageProps<'/support/users/[userId]/add'>) {
  const userId = requirePerson((await params).userId, deskPaths.add)
  const retry = deskPaths.add(userId)
  const agent = await requireAgent(retry, now(), readDeadline())
  const subject = agent.ok
    ? await supportSubject(agent.value, 'activations:start:any', userId)
    : agent
  if (!subject.ok) return <DeskProblem problem={problemOf(subject.error)} retry={retry} />
  const { t } = await deskPreferences()
  return (
    <>
      <ActingBanner userId={userId} person={subject.value.person} />
      <Card className="mx-auto max-w-140 p-5 sm:p-7">
        <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.prepare.title')}</h1>
        <p className="mb-5 text-soft">{t('desk.prepare.text', { add: t('page.add') })}</p>
        <PrepareForm userId={userId} address={new URL(env().AUTH_URL).host} />
      </Card>
    </>
  )
}
