import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { z } from 'zod'
import { DevicesScreen } from '@/components/devices/list/devices-screen'
import { buttons } from '@/components/ui/button'
import { branding } from '@/lib/platform/branding'
import { problemOf } from '@/lib/actions/problems'
import { isAddingSetUp } from '@/lib/activations/steps/add-options'
import { listDevices, listWithoutSubject } from '@/lib/devices/list/list-devices'
import { FIRST_ROWS } from '@/components/devices/list/shown-rows'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { freshForMs } from '@/lib/auth/step-up/freshness'
import { authorize } from '@/lib/auth/authorization/authorize'
import { ownSubject } from '@/lib/auth/authorization/subject'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { deviceListOptions } from '@/lib/query/devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.devices') }
}

/** How many rows of each group somebody without script has asked for; whatever isn't a number of rows is left out. */
const asked = z.object({ rows: z.coerce.number().int().min(FIRST_ROWS).catch(FIRST_ROWS) })

export default async function DevicesPage({ searchParams }: PageProps<'/devices'>) {
  const deadline = readDeadline()
  const { actor, signIn } = await requireSession(paths.devices)
  const [{ t }, { name, contact }, at] = [await requestPreferences(), branding(), now()]
  const subject = await ownSubject(signIn, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  const [account, userIds] = [actor, signIn.foundUserIds]
  const list = authorized.ok
    ? await listDevices({ authorized: authorized.value, at, deadline })
    : await listWithoutSubject({ account, userIds, error: authorized.error, at })
  const shown = list.ok ? list.value : list.error.lastGood
  const client = new QueryClient()
  // When it was last asked for, be it in vain: the browser doesn't ask a service that is down once more at once.
  if (shown) client.setQueryData(deviceListOptions().queryKey, shown, { updatedAt: at.getTime() })
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-title font-bold tracking-tight">{t('page.devices')}</h1>
        {isAddingSetUp() && (
          <a className={buttons.primary} href={paths.add}>
            {t('page.add')}
          </a>
        )}
      </div>
      <HydrationBoundary
        state={dehydrate(client, { serializeData: (data) => JSON.stringify(data) })}
      >
        <DevicesScreen
          first={{
            at: at.toISOString(),
            problem: list.ok ? null : problemOf(list.error),
            lastGoodAt: list.ok ? null : (shown?.readAt ?? null),
          }}
          rows={asked.parse(await searchParams).rows}
          brand={name}
          contact={contact ?? t('coverage.support')}
          holdSeconds={env().REMOVAL_HOLD_SECONDS}
          freshForMs={freshForMs(signIn, at)}
        />
      </HydrationBoundary>
    </div>
  )
}
