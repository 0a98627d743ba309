import type { Metadata } from 'next'
import { DeviceHistory } from '@/components/audit/device-history'
import { DeviceFacts } from '@/components/devices/row/device-facts'
import { nameInText, deviceDescription } from '@/components/devices/row/device-name'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { buttons } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { supportPaths } from '@/lib/web/support-paths'
import { env } from '@/lib/platform/env'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { loadPersonDevice } from '@/lib/pages/support/load-person'
import { Rich } from '@/components/ui/rich'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('page.device') }
}

export default async function PersonDevicePage({
  params,
}: PageProps<'/support/users/[userId]/devices/[id]'>) {
  const { id, userId: text } = await params
  const loaded = await loadPersonDevice(text, id)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, device, history, person } = loaded.value
  const translations = await supportPreferences()
  const { t } = translations
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <div className="mx-auto flex max-w-160 flex-col gap-5">
        <a
          href={supportPaths.person(userId)}
          className="inline-flex min-h-11 items-center self-start text-accent underline underline-offset-3"
        >
          {t('device.back')}
        </a>
        <h1 className="text-title font-bold tracking-tight">
          <Rich text={nameInText(device, translations)} />
        </h1>
        <Card className="p-5 sm:p-7">
          <DeviceFacts
            device={device}
            translations={translations}
            zone={env().RECOGNIZE_TIMEZONE}
          />
          {device.removable && (
            <a
              href={supportPaths.remove(userId, device.id)}
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
          <DeviceHistory entries={history} translations={translations} />
        </Card>
      </div>
    </>
  )
}
