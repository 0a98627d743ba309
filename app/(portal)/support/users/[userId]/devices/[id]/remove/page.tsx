import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskConfirm } from '@/components/support/desk-confirm'
import { DeskProblem } from '@/components/support/desk-problem'
import { DeskRemovalForm } from '@/components/support/desk-removal-form'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { Card } from '@/components/ui/card'
import { problemOf } from '@/lib/actions/problems'
import { branding } from '@/lib/branding'
import { deskPaths } from '@/lib/desk-paths'
import { requireSignIn } from '@/lib/identity/current'
import { seeOther } from '@/lib/identity/see-other'
import { isFresh } from '@/lib/identity/step-up'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { deskPreferences } from '@/lib/preferences/request'
import { findFor } from '@/lib/support/devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('page.remove') }
}

export default async function PersonRemovePage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/devices/[id]/remove'>) {
  const deadline = readDeadline()
  const { id, userId: text } = await params
  const userId = requirePerson(text, (person) => deskPaths.remove(person, id))
  const [retry, at] = [deskPaths.remove(userId, id), now()]
  const agent = await requireAgent(retry, at, deadline)
  const found = agent.ok ? await findFor(agent.value, userId, id, at, deadline) : agent
  if (!found.ok && found.error.code === 'not-found') seeOther(paths.notFound)
  if (!found.ok) return <DeskProblem problem={problemOf(found.error)} retry={retry} />
  const { device, outlook, person } = found.value
  const [{ t }, { name, contact }] = [await deskPreferences(), branding()]
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      {isFresh((await requireSignIn(retry)).signIn, at) ? (
        <Card className="mx-auto max-w-140 p-5 sm:p-7">
          <DeskRemovalForm
            userId={userId}
            device={device}
            outlook={outlook}
            now={at.toISOString()}
            brand={name}
            contact={contact ?? t('coverage.support')}
            holdSeconds={env().REMOVAL_HOLD_SECONDS}
          />
        </Card>
      ) : (
        <DeskConfirm returnTo={retry} again={(await searchParams)['confirmed'] !== undefined} />
      )}
    </>
  )
}
