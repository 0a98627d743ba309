import type { Metadata } from 'next'
import { callDraft } from '@/components/support/acting/call-draft'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportConfirmCard } from '@/components/support/acting/support-confirm-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { PrepareForm } from '@/components/support/acting/prepare-form'
import { requirePerson } from '@/components/support/lookup/require-person'
import { requireAgent } from '@/components/support/lookup/require-agent'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { problemOf } from '@/lib/actions/problems'
import { isAddingSetUp } from '@/lib/activations/steps/add-options'
import { supportPaths } from '@/lib/web/support-paths'
import { confirmationOf } from '@/lib/auth/step-up/confirmation'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { authorizeAndRecordView } from '@/lib/support/lookup/record-view'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('desk.prepare.title') }
}

export default async function PersonAddPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/add'>) {
  const userId = requirePerson((await params).userId, supportPaths.add)
  const [retry, at] = [supportPaths.add(userId), now()]
  const agent = await requireAgent(retry, at, readDeadline())
  const action = 'activations:start:any'
  const authorized = agent.ok
    ? await authorizeAndRecordView({ agent: agent.value, action, userId, at })
    : agent
  if (!authorized.ok) return <SupportProblem problem={problemOf(authorized.error)} retry={retry} />
  const { t } = await supportPreferences()
  const { owner, subject } = authorized.value
  const { signIn } = await requireSession(retry)
  const confirmation = confirmationOf(signIn, retry, await searchParams, at)
  const { formDraft } = confirmation
  // What the action refuses whatever is entered is said in place of the form.
  const impossible = owner === null ? 'person-unknown' : isAddingSetUp() ? null : 'not-set-up'
  return (
    <>
      <ActingBanner userId={userId} person={subject.person} />
      {impossible !== null ? (
        <Card className="mx-auto max-w-140 p-5 sm:p-7">
          <h1 className="mb-2 text-title font-bold tracking-tight">{t('desk.prepare.title')}</h1>
          <Notice tone="warn">{t(`desk.prepare.error.${impossible}`)}</Notice>
        </Card>
      ) : (
        <PrepareForm
          userId={userId}
          address={new URL(env().AUTH_URL).host}
          entered={{
            start: formDraft.start?.[0] === 'old-phone' ? 'old-phone' : undefined,
            ...callDraft(formDraft),
          }}
          ask={
            confirmation.isFresh ? null : (
              <SupportConfirmCard page={retry} confirmation={confirmation} />
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
