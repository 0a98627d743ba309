import { DeviceDetails } from '@/components/devices/row/device-details'
import { LabelForm } from '@/components/devices/row/label-form'
import { RenameForm } from '@/components/devices/row/rename-form'
import { PageProblem } from '@/components/layout/page-problem'
import { pageTitle } from '@/components/layout/page-title'
import { Card } from '@/components/ui/card'
import { loadDevice } from '@/lib/pages/own/load-devices'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export const generateMetadata = pageTitle('page.device')

export default async function DevicePage({ params, searchParams }: PageProps<'/devices/[id]'>) {
  const loaded = await loadDevice((await params).id, await searchParams)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { device, nickname, history } = loaded.value
  return (
    <DeviceDetails
      device={device}
      history={history}
      routes={paths}
      translations={await requestPreferences()}
    >
      {device.kind === 'unknown' && device.fingerprint !== null && (
        <Card className="p-5 sm:p-7">
          <LabelForm device={device} code={device.fingerprint} />
        </Card>
      )}
      <Card className="p-5 sm:p-7">
        <RenameForm device={device.id} nickname={nickname ?? ''} />
      </Card>
    </DeviceDetails>
  )
}
