import { DeviceDetails } from '@/components/devices/row/device-details'
import { pageTitle } from '@/components/layout/page-title'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { supportPaths } from '@/lib/web/support-paths'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { loadPersonDevice } from '@/lib/pages/support/load-person'

export const generateMetadata = pageTitle('page.device')

export default async function PersonDevicePage({
  params,
}: PageProps<'/support/users/[userId]/devices/[id]'>) {
  const { id, userId: text } = await params
  const loaded = await loadPersonDevice(text, id)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, device, history, person } = loaded.value
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <DeviceDetails
        device={device}
        history={history}
        routes={{
          devices: supportPaths.person(userId),
          remove: (deviceId) => supportPaths.remove(userId, deviceId),
        }}
        translations={await supportPreferences()}
      />
    </>
  )
}
