import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { callDraft } from '@/components/support/acting/call-draft'
import { SupportConfirmCard } from '@/components/support/acting/support-confirm-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { RevokeSessionsForm } from '@/components/support/acting/revoke-sessions-form'
import { requirePerson } from '@/components/support/lookup/require-person'
import { requireAgent } from '@/components/support/lookup/require-agent'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { problemOf } from '@/lib/actions/problems'
import { supportPaths } from '@/lib/web/support-paths'
import { END_REASONS } from '@/lib/audit/events/support-events'
import { confirmationOf } from '@/lib/auth/step-up/confirmation'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { authorizeAndRecordView } from '@/lib/support/lookup/record-view'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('desk.signIns.open') }
}

export default async function PersonSignInsPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/sign-ins'>) {
  const userId = requirePerson((await params).userId, supportPaths.signIns)
  const [retry, at] = [supportPaths.signIns(userId), now()]
  const agent = await requireAgent(retry, at, readDeadline())
  const action = 'sign-ins:end:any'
  const authorized = agent.ok
    ? await authorizeAndRecordView({ agent: agent.value, action, userId, at })
    : agent
  if (!authorized.ok) return <SupportProblem problem={problemOf(authorized.error)} retry={retry} />
  const { owner, subject } = authorized.value
  const { t } = await supportPreferences()
  const { signIn } = await requireSession(retry)
  const confirmation = confirmationOf(signIn, retry, await searchParams, at)
  const { formDraft } = confirmation
  return (
    <>
      <ActingBanner userId={userId} person={subject.person} />
      {owner === null ? (
        <Card className="mx-auto max-w-140 p-5 sm:p-7">
          <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.endSignIns.title')}</h1>
          <Notice tone="warn">{t('desk.endSignIns.unknown')}</Notice>
        </Card>
      ) : confirmation.isFresh ? (
        <Card className="mx-auto max-w-140 p-5 sm:p-7">
          <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.endSignIns.title')}</h1>
          <p className="mb-5 text-soft">{t('desk.endSignIns.text')}</p>
          <RevokeSessionsForm
            userId={userId}
            entered={{
              why: END_REASONS.find((one) => one === formDraft.why?.[0]),
              ...callDraft(formDraft),
            }}
          />
        </Card>
      ) : (
        <SupportConfirmCard page={retry} confirmation={confirmation} />
      )}
    </>
  )
}
