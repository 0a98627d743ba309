import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportConfirmCard } from '@/components/support/acting/support-confirm-card'
import { SupportProblem, NotInTheirList } from '@/components/support/lookup/support-problem'
import { SupportRemovalForm } from '@/components/support/acting/support-removal-form'
import { requirePerson } from '@/components/support/lookup/require-person'
import { requireAgent } from '@/components/support/lookup/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { branding } from '@/lib/platform/branding'
import { supportPaths } from '@/lib/web/support-paths'
import { REMOVAL_REASONS } from '@/lib/devices/model/safeguards'
import { callDraft } from '@/components/support/acting/call-draft'
import { confirmationOf } from '@/lib/auth/step-up/confirmation'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { findPersonDevice } from '@/lib/support/acting/person-devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('page.remove') }
}

export default async function PersonRemovePage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/devices/[id]/remove'>) {
  const deadline = readDeadline()
  const { id, userId: text } = await params
  const userId = requirePerson(text, (person) => supportPaths.remove(person, id))
  const [retry, at] = [supportPaths.remove(userId, id), now()]
  const agent = await requireAgent(retry, at, deadline)
  const found = agent.ok
    ? await findPersonDevice({ agent: agent.value, userId, deviceId: id, at, deadline })
    : agent
  if (!found.ok && found.error.code === 'not-found') return <NotInTheirList userId={userId} />
  if (!found.ok) return <SupportProblem problem={problemOf(found.error)} retry={retry} />
  const { device, impact, person } = found.value
  const [{ t }, { name, contact }] = [await supportPreferences(), branding()]
  const { signIn } = await requireSession(retry)
  const confirmation = confirmationOf(signIn, retry, await searchParams, at)
  const { formDraft } = confirmation
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <SupportRemovalForm
        userId={userId}
        device={device}
        impact={impact}
        now={at.toISOString()}
        brand={name}
        contact={contact ?? t('coverage.support')}
        holdSeconds={env().REMOVAL_HOLD_SECONDS}
        entered={{
          reason: REMOVAL_REASONS.find((one) => one === formDraft.reason?.[0]),
          ...callDraft(formDraft),
        }}
        confirm={
          confirmation.isFresh ? null : (
            <SupportConfirmCard page={retry} confirmation={confirmation} />
          )
        }
      />
    </>
  )
}
