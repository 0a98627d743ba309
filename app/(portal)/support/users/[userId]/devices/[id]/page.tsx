import type { Metadata } from 'next'
import { DeviceHistory } from '@/components/audit/device-history'
import { DeviceFacts } from '@/components/devices/row/device-facts'
import { deviceDescription, deviceName } from '@/components/devices/row/device-name'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportProblem, NotInTheirList } from '@/components/support/lookup/support-problem'
import { requirePerson } from '@/components/support/lookup/require-person'
import { requireAgent } from '@/components/support/lookup/require-agent'
import { buttons } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { problemOf } from '@/lib/actions/problems'
import { supportPaths } from '@/lib/web/support-paths'
import { formatsOf } from '@/lib/i18n/translator'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { findPersonDevice } from '@/lib/support/acting/person-devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('page.device') }
}

export default async function PersonDevicePage({
  params,
}: PageProps<'/support/users/[userId]/devices/[id]'>) {
  const deadline = readDeadline()
  const { id, userId: text } = await params
  const userId = requirePerson(text, (person) => supportPaths.device(person, id))
  const [retry, at] = [supportPaths.device(userId, id), now()]
  const agent = await requireAgent(retry, at, deadline)
  const found = agent.ok
    ? await findPersonDevice({ agent: agent.value, userId, deviceId: id, at, deadline })
    : agent
  if (!found.ok && found.error.code === 'not-found') return <NotInTheirList userId={userId} />
  if (!found.ok) return <SupportProblem problem={problemOf(found.error)} retry={retry} />
  const { device, history, person } = found.value
  const { t, language, timeZone } = await supportPreferences()
  const words = { t, timeZone, formats: formatsOf(language) }
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
        <h1 className="text-title font-bold tracking-tight">{deviceName(device, words)}</h1>
        <Card className="p-5 sm:p-7">
          <DeviceFacts device={device} words={words} zone={env().RECOGNIZE_TIMEZONE} />
          {device.removable && (
            <a
              href={supportPaths.remove(userId, device.id)}
              className={`${buttons.danger} mt-5`}
              aria-label={t('row.removeNamed', { description: deviceDescription(device, words) })}
            >
              {t('row.remove')}
            </a>
          )}
        </Card>
        <Card className="p-5 sm:p-7">
          <DeviceHistory entries={history} words={words} />
        </Card>
      </div>
    </>
  )
}
