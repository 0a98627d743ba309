import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { callDraft } from '@/components/support/acting/call-draft'
import { SupportConfirmCard } from '@/components/support/acting/support-confirm-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { RevokeSessionsForm } from '@/components/support/acting/revoke-sessions-form'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { END_REASONS } from '@/lib/audit/events/support-events'
import { loadPersonSessions } from '@/lib/pages/support/load-person'
import { supportPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('desk.signIns.open') }
}

export default async function PersonSessionsPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/sign-ins'>) {
  const loaded = await loadPersonSessions((await params).userId, await searchParams)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, person, owner, path, confirmation } = loaded.value
  const { t } = await supportPreferences()
  const { formDraft } = confirmation
  return (
    <>
      <ActingBanner userId={userId} person={person} />
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
            draft={{
              why: END_REASONS.find((one) => one === formDraft.why?.[0]),
              ...callDraft(formDraft),
            }}
          />
        </Card>
      ) : (
        <SupportConfirmCard page={path} confirmation={confirmation} />
      )}
    </>
  )
}
