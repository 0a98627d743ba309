import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { z } from 'zod'
import { OwnHistory } from '@/components/activity/own-history'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskDevices } from '@/components/support/desk-devices'
import { DeskSignIns } from '@/components/support/desk-sign-ins'
import { DeskProblem } from '@/components/support/desk-problem'
import { personName } from '@/components/support/person-name'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { buttons } from '@/components/ui/button'
import { problemOf } from '@/lib/actions/problems'
import { isAddingSetUp } from '@/lib/activations/options'
import { branding } from '@/lib/branding'
import { deskPaths } from '@/lib/desk-paths'
import { FIRST_ROWS } from '@/lib/devices/shown-rows'
import { formatsOf } from '@/lib/messages/messages'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { deskPreferences } from '@/lib/preferences/request'
import { personDevicesOptions } from '@/lib/query/desk'
import { countFor } from '@/lib/support/count-sign-ins'
import { historyFor, listFor } from '@/lib/support/devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('desk.devicesUnknown') }
}

const asked = z.object({ rows: z.coerce.number().int().min(FIRST_ROWS).catch(FIRST_ROWS) })

export default async function PersonDevicesPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/devices'>) {
  const deadline = readDeadline()
  const userId = requirePerson((await params).userId, deskPaths.person)
  const [retry, at] = [deskPaths.person(userId), now()]
  const agent = await requireAgent(retry, at, deadline)
  const found = agent.ok ? await listFor(agent.value, userId, at, deadline) : agent
  if (!found.ok) return <DeskProblem problem={problemOf(found.error)} retry={retry} />
  const { person } = found.value
  const history = agent.ok ? await historyFor(agent.value, userId) : agent
  const signedIn = agent.ok ? await countFor(agent.value, userId, at) : null
  const [{ t, language, timeZone }, { name: brand, contact }] = [
    await deskPreferences(),
    branding(),
  ]
  const client = new QueryClient()
  client.setQueryData(personDevicesOptions(userId).queryKey, found.value, {
    updatedAt: at.getTime(),
  })
  const name = personName(person, t)
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <div className="flex flex-col gap-8">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <h1 className="min-w-0 text-title font-bold tracking-tight">
            {person === null ? t('desk.devicesUnknown') : t('desk.devices', { name })}
          </h1>
          {isAddingSetUp() && (
            <a className={buttons.secondary} href={deskPaths.add(userId)}>
              {t('desk.addFor')}
            </a>
          )}
        </div>
        <HydrationBoundary
          state={dehydrate(client, { serializeData: (data) => JSON.stringify(data) })}
        >
          <DeskDevices
            userId={userId}
            rows={asked.parse(await searchParams).rows}
            brand={brand}
            contact={contact ?? t('coverage.support')}
          />
        </HydrationBoundary>
        {signedIn !== null && <DeskSignIns userId={userId} count={signedIn} t={t} />}
        {history.ok && history.value.length > 0 && (
          <section aria-labelledby="happened" className="flex flex-col gap-3">
            <h2 id="happened" className="px-1 text-group font-bold">
              {t('desk.history')}
            </h2>
            <OwnHistory
              entries={history.value}
              words={{ t, timeZone, formats: formatsOf(language) }}
              level={3}
              receiptPath={(number) => deskPaths.receipt(userId, number)}
            />
          </section>
        )}
      </div>
    </>
  )
}
