import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportConfirmCard } from '@/components/support/acting/support-confirm-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { SupportRemovalForm } from '@/components/support/acting/support-removal-form'
import { branding } from '@/lib/platform/branding'
import { REMOVAL_REASONS } from '@/lib/devices/model/safeguards'
import { callDraft } from '@/components/support/acting/call-draft'
import { env } from '@/lib/platform/env'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { loadPersonDeviceRemoval } from '@/lib/pages/support/load-person'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('page.remove') }
}

export default async function PersonRemovePage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/devices/[id]/remove'>) {
  const { id, userId: text } = await params
  const loaded = await loadPersonDeviceRemoval(text, id, await searchParams)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, device, impact, person, path, confirmation, at } = loaded.value
  const [{ t }, { name, contact }] = [await supportPreferences(), branding()]
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
        draft={{
          reason: REMOVAL_REASONS.find((one) => one === formDraft.reason?.[0]),
          ...callDraft(formDraft),
        }}
        confirm={
          confirmation.isFresh ? null : (
            <SupportConfirmCard page={path} confirmation={confirmation} />
          )
        }
      />
    </>
  )
}
