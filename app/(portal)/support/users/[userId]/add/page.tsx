import { restoreCallDraft } from '@/components/support/acting/call-draft'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { askAgent } from '@/components/support/acting/support-confirm-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { PrepareForm } from '@/components/support/acting/prepare-form'
import { FormCard } from '@/components/ui/form-card'
import { Notice } from '@/components/ui/notice'
import { isAddingSetUp } from '@/lib/activations/steps/add-options'
import { env } from '@/lib/platform/env'
import { loadPersonPreparation } from '@/lib/pages/support/load-person'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { pageTitle } from '@/components/layout/page-title'

export const generateMetadata = pageTitle('desk.prepare.title')

export default async function PersonAddPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/add'>) {
  const loaded = await loadPersonPreparation((await params).userId, await searchParams)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, person, owner, path, confirmation } = loaded.value
  const { t } = await supportPreferences()
  const { formDraft } = confirmation
  // When the action would refuse any input, the page shows the reason in place of the form.
  const impossible = owner === null ? 'person-unknown' : isAddingSetUp() ? null : 'not-set-up'
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      {impossible !== null ? (
        <FormCard title={t('desk.prepare.title')}>
          <Notice tone="warn">{t(`desk.prepare.error.${impossible}`)}</Notice>
        </FormCard>
      ) : (
        <PrepareForm
          userId={userId}
          address={new URL(env().AUTH_URL).host}
          draft={{
            start: formDraft.start?.[0] === 'old-phone' ? 'old-phone' : undefined,
            ...restoreCallDraft(formDraft),
          }}
          ask={askAgent({ page: path, confirmation })}
        />
      )}
    </>
  )
}
