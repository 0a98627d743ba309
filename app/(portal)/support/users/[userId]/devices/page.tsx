import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { z } from 'zod'
import { OwnHistory } from '@/components/audit/own-history'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportDevices } from '@/components/support/acting/support-devices'
import { SupportSessions } from '@/components/support/acting/support-sessions'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { personName } from '@/components/support/lookup/person-name'
import { requirePerson } from '@/components/support/lookup/require-person'
import { requireAgent } from '@/components/support/lookup/require-agent'
import { buttons } from '@/components/ui/button'
import { problemOf } from '@/lib/actions/problems'
import { isAddingSetUp } from '@/lib/activations/steps/add-options'
import { branding } from '@/lib/platform/branding'
import { supportPaths } from '@/lib/web/support-paths'
import { FIRST_ROWS } from '@/components/devices/list/shown-rows'
import { formatsOf } from '@/lib/i18n/translator'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { personDevicesOptions } from '@/lib/query/support'
import { countPersonSessions } from '@/lib/support/lookup/count-sessions'
import { readPersonHistory, listPersonDevices } from '@/lib/support/acting/person-devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('desk.devicesUnknown') }
}

const asked = z.object({ rows: z.coerce.number().int().min(FIRST_ROWS).catch(FIRST_ROWS) })

export default async function PersonDevicesPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/devices'>) {
  const deadline = readDeadline()
  const userId = requirePerson((await params).userId, supportPaths.person)
  const [retry, at] = [supportPaths.person(userId), now()]
  const agent = await requireAgent(retry, at, deadline)
  const found = agent.ok
    ? await listPersonDevices({ agent: agent.value, userId, at, deadline })
    : agent
  if (!found.ok) return <SupportProblem problem={problemOf(found.error)} retry={retry} />
  const { person } = found.value
  const history = agent.ok ? await readPersonHistory({ agent: agent.value, userId }) : agent
  const signedIn = agent.ok ? await countPersonSessions({ agent: agent.value, userId, at }) : null
  const [{ t, language, timeZone }, { name: brand, contact }] = [
    await supportPreferences(),
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
            <a className={buttons.secondary} href={supportPaths.add(userId)}>
              {t('desk.addFor')}
            </a>
          )}
        </div>
        <HydrationBoundary
          state={dehydrate(client, { serializeData: (data) => JSON.stringify(data) })}
        >
          <SupportDevices
            userId={userId}
            rows={asked.parse(await searchParams).rows}
            brand={brand}
            contact={contact ?? t('coverage.support')}
          />
        </HydrationBoundary>
        {signedIn !== null && <SupportSessions userId={userId} count={signedIn} t={t} />}
        {history.ok && history.value.length > 0 && (
          <section aria-labelledby="happened" className="flex flex-col gap-3">
            <h2 id="happened" className="px-1 text-group font-bold">
              {t('desk.history')}
            </h2>
            <OwnHistory
              entries={history.value}
              words={{ t, timeZone, formats: formatsOf(language) }}
              level={3}
              receiptPath={(number) => supportPaths.receipt(userId, number)}
            />
          </section>
        )}
      </div>
    </>
  )
}
