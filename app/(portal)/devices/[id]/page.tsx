import type { Metadata } from 'next'
import { DeviceFacts } from '@/components/devices/row/device-facts'
import { DeviceHistory } from '@/components/audit/device-history'
import { deviceDescription, deviceName } from '@/components/devices/row/device-name'
import { RenameForm } from '@/components/devices/row/rename-form'
import { PageProblem } from '@/components/layout/page-problem'
import { buttons } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { problemOf } from '@/lib/actions/problems'
import { deviceHistory } from '@/lib/devices/list/device-history'
import { findDevice } from '@/lib/devices/list/find-device'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { redirect303 } from '@/lib/web/redirect'
import { authorize } from '@/lib/auth/authorization/authorize'
import { ownSubject } from '@/lib/auth/authorization/subject'
import { formatsOf } from '@/lib/i18n/translator'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.device') }
}

export default async function DevicePage({ params }: PageProps<'/devices/[id]'>) {
  const deadline = readDeadline()
  const { id } = await params
  const { actor, signIn } = await requireSession(paths.device(id))
  const subject = await ownSubject(signIn, now(), deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  const found = authorized.ok
    ? await findDevice({ authorized: authorized.value, deviceId: id, deadline })
    : authorized
  if (!found.ok && found.error.code === 'not-found') redirect303(paths.notFound)
  if (!found.ok || !authorized.ok)
    return found.ok ? null : (
      <PageProblem problem={problemOf(found.error)} retry={paths.device(id)} />
    )
  const { device } = found.value
  const history = await deviceHistory({ authorized: authorized.value, deviceId: id })
  const { t, language, timeZone } = await requestPreferences()
  const words = { t, timeZone, formats: formatsOf(language) }
  return (
    <div className="mx-auto flex max-w-160 flex-col gap-5">
      <a
        href={paths.devices}
        className="inline-flex min-h-11 items-center self-start text-accent underline underline-offset-3"
      >
        {t('device.back')}
      </a>
      <h1 className="text-title font-bold tracking-tight">{deviceName(device, words)}</h1>
      <Card className="p-5 sm:p-7">
        <DeviceFacts device={device} words={words} zone={env().RECOGNIZE_TIMEZONE} />
        {device.removable && (
          <a
            href={paths.remove(device.id)}
            className={`${buttons.danger} mt-5`}
            aria-label={t('row.removeNamed', { description: deviceDescription(device, words) })}
          >
            {t('row.remove')}
          </a>
        )}
      </Card>
      <Card className="p-5 sm:p-7">
        <RenameForm device={device.id} nickname={device.nickname ?? ''} />
      </Card>
      <Card className="p-5 sm:p-7">
        <DeviceHistory entries={history} words={words} />
      </Card>
    </div>
  )
}
