import { ActingBanner } from '@/components/support/acting/acting-banner'
import { askAgent } from '@/components/support/acting/support-confirm-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { SupportRemovalForm } from '@/components/support/acting/support-removal-form'
import { REMOVAL_REASONS } from '@/lib/devices/model/safeguards'
import { restoreCallDraft } from '@/components/support/acting/call-draft'
import { loadPersonDeviceRemoval } from '@/lib/pages/support/load-person'
import { pageTitle } from '@/components/layout/page-title'

export const generateMetadata = pageTitle('page.remove')

export default async function PersonRemovePage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/devices/[id]/remove'>) {
  const { id, userId: text } = await params
  const loaded = await loadPersonDeviceRemoval(text, id, await searchParams)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, device, impact, isServiceDown, person, path, confirmation, at } = loaded.value
  const { formDraft } = confirmation
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <SupportRemovalForm
        userId={userId}
        device={device}
        impact={impact}
        isServiceDown={isServiceDown}
        now={at.toISOString()}
        draft={{
          reason: REMOVAL_REASONS.find((one) => one === formDraft.reason?.[0]),
          ...restoreCallDraft(formDraft),
        }}
        ask={askAgent({ page: path, confirmation })}
      />
    </>
  )
}
