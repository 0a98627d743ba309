import { ActingBanner } from '@/components/support/acting/acting-banner'
import { restoreCallDraft } from '@/components/support/acting/call-draft'
import { askAgent } from '@/components/support/acting/support-confirm-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { RevokeSessionsForm } from '@/components/support/acting/revoke-sessions-form'
import { FormCard } from '@/components/ui/form-card'
import { Notice } from '@/components/ui/notice'
import { END_REASONS } from '@/lib/audit/events/support-events'
import { loadPersonSessions } from '@/lib/pages/support/load-person'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { pageTitle } from '@/components/layout/page-title'

export const generateMetadata = pageTitle('desk.signIns.open')

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
        <FormCard title={t('desk.endSignIns.title')}>
          <Notice tone="warn">{t('desk.endSignIns.unknown')}</Notice>
        </FormCard>
      ) : (
        (askAgent({ page: path, confirmation }) ?? (
          <FormCard title={t('desk.endSignIns.title')} lead={t('desk.endSignIns.text')}>
            <RevokeSessionsForm
              userId={userId}
              draft={{
                why: END_REASONS.find((one) => one === formDraft.why?.[0]),
                ...restoreCallDraft(formDraft),
              }}
            />
          </FormCard>
        ))
      )}
    </>
  )
}
