import { ConfirmCard } from '@/components/reauth/confirm-card'
import { RemovalPageForm } from '@/components/devices/removal/removal-page-form'
import { DeviceToRemoveCard } from '@/components/devices/removal/device-to-remove-card'
import { PageProblem } from '@/components/layout/page-problem'
import { pageTitle } from '@/components/layout/page-title'
import { REMOVAL_REASONS } from '@/lib/devices/model/safeguards'
import { loadDeviceRemoval } from '@/lib/pages/own/load-devices'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export const generateMetadata = pageTitle('page.remove')

export default async function RemovePage({
  params,
  searchParams,
}: PageProps<'/devices/[id]/remove'>) {
  const { id } = await params
  const loaded = await loadDeviceRemoval(id, await searchParams)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { device, impact, isServiceDown, confirmation, at } = loaded.value
  const { t } = await requestPreferences()
  const { reason, confirmed } = confirmation.formDraft
  return (
    <RemovalPageForm
      device={device}
      impact={impact}
      isServiceDown={isServiceDown}
      now={at.toISOString()}
      draft={{
        reason: REMOVAL_REASONS.find((one) => one === reason?.[0]),
        confirmed: confirmed !== undefined,
      }}
      ask={
        confirmation.isFresh ? null : (
          <ConfirmCard
            page={paths.remove(id)}
            confirmation={confirmation}
            back={{ href: paths.devices, label: t('remove.keep') }}
          >
            <DeviceToRemoveCard device={device} now={at.toISOString()} />
            <p>{t('confirmFor.removal')}</p>
          </ConfirmCard>
        )
      }
    />
  )
}
