import type { Metadata } from 'next'
import { DeviceHistory } from '@/components/activity/device-history'
import { DeviceFacts } from '@/components/devices/device-facts'
import { deviceDescription, deviceName } from '@/components/devices/device-name'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskProblem } from '@/components/support/desk-problem'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { buttons } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { seeOther } from '@/lib/identity/see-other'
import { formatsOf } from '@/lib/messages/messages'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { deskPreferences } from '@/lib/preferences/request'
import { findFor } from '@/lib/support/devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('page.device') }
}

export default async function PersonDevicePage({
  params,
}: PageProps<'/support/users/[userId]/devices/[id]'>) {
  const deadline = readDeadline()
  const { id, userId: text } = await params
  const userId = requirePerson(text, (person) => deskPaths.device(person, id))
  const [retry, at] = [deskPaths.device(userId, id), now()]
  const agent = await requireAgent(retry, at, deadline)
  const found = agent.ok ? await findFor(agent.value, userId, id, at, deadline) : agent
  if (!found.ok && found.error.code === 'not-found') seeOther(paths.notFound)
  if (!found.ok) return <DeskProblem problem={problemOf(found.error)} retry={retry} />
  const { device, history, person } = found.value
  const { t, language, timeZone } = await deskPreferences()
  const words = { t, timeZone, formats: formatsOf(language) }
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <div className="mx-auto flex max-w-160 flex-col gap-5">
        <a
          href={deskPaths.person(userId)}
          className="inline-flex min-h-11 items-center self-start text-accent underline underline-offset-3"
        >
          {t('device.back')}
        </a>
        <h1 className="text-title font-bold tracking-tight">{deviceName(device, words)}</h1>
        <Card className="p-5 sm:p-7">
          <DeviceFacts device={device} words={words} zone={env().RECOGNIZE_TIMEZONE} />
          {device.removable && (
            <a
              href={deskPaths.remove(userId, device.id)}
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
