import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskConfirmCard } from '@/components/support/desk-confirm-card'
import { DeskProblem, NotInTheirList } from '@/components/support/desk-problem'
import { DeskRemovalForm } from '@/components/support/desk-removal-form'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { branding } from '@/lib/branding'
import { deskPaths } from '@/lib/desk-paths'
import { REMOVAL_REASONS } from '@/lib/devices/guards'
import { callEntered } from '@/components/support/call-entered'
import { confirmationOf } from '@/lib/identity/confirmation'
import { requireSignIn } from '@/lib/identity/current'
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
  if (!found.ok && found.error.code === 'not-found') return <NotInTheirList userId={userId} />
  if (!found.ok) return <DeskProblem problem={problemOf(found.error)} retry={retry} />
  const { device, outlook, person } = found.value
  const [{ t }, { name, contact }] = [await deskPreferences(), branding()]
  const { signIn } = await requireSignIn(retry)
  const confirmation = confirmationOf(signIn, retry, await searchParams, at)
  const { entered } = confirmation
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <DeskRemovalForm
        userId={userId}
        device={device}
        outlook={outlook}
        now={at.toISOString()}
        brand={name}
        contact={contact ?? t('coverage.support')}
        holdSeconds={env().REMOVAL_HOLD_SECONDS}
        entered={{
          reason: REMOVAL_REASONS.find((one) => one === entered.reason?.[0]),
          ...callEntered(entered),
        }}
        confirm={
          confirmation.isFresh ? null : <DeskConfirmCard page={retry} confirmation={confirmation} />
        }
      />
    </>
  )
}
