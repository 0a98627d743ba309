import type { Metadata } from 'next'
import { DeviceFacts } from '@/components/devices/row/device-facts'
import { DeviceHistory } from '@/components/audit/device-history'
import { deviceDescription, deviceName } from '@/components/devices/row/device-name'
import { RenameForm } from '@/components/devices/row/rename-form'
import { PageProblem } from '@/components/layout/page-problem'
import { buttons } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { loadDevice } from '@/lib/pages/own/load-devices'
import { paths } from '@/lib/web/paths'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.device') }
}

export default async function DevicePage({ params, searchParams }: PageProps<'/devices/[id]'>) {
  const loaded = await loadDevice((await params).id, await searchParams)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { device, nickname, history } = loaded.value
  const translations = await requestPreferences()
  const { t } = translations
  return (
    <div className="mx-auto flex max-w-160 flex-col gap-5">
      <a
        href={paths.devices}
        className="inline-flex min-h-11 items-center self-start text-accent underline underline-offset-3"
      >
        {t('device.back')}
      </a>
      <h1 className="text-title font-bold tracking-tight">{deviceName(device, translations)}</h1>
      <Card className="p-5 sm:p-7">
        <DeviceFacts device={device} translations={translations} zone={env().RECOGNIZE_TIMEZONE} />
        {device.removable && (
          <a
            href={paths.remove(device.id)}
            className={`${buttons.danger} mt-5`}
            aria-label={t('row.removeNamed', {
              description: deviceDescription(device, translations),
            })}
          >
            {t('row.remove')}
          </a>
        )}
      </Card>
      <Card className="p-5 sm:p-7">
        <RenameForm device={device.id} nickname={nickname ?? ''} />
      </Card>
      <Card className="p-5 sm:p-7">
        <DeviceHistory entries={history} translations={translations} />
      </Card>
    </div>
  )
}
