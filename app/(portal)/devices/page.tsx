import { Suspense, type ReactNode } from 'react'
import { DevicesScreen } from '@/components/devices/list/devices-screen'
import { ButtonLink } from '@/components/ui/button-link'
import { askedRows } from '@/components/devices/list/asked-rows'
import { ListSkeleton } from '@/components/devices/states/list-skeleton'
import { ListArrived, ListWait } from '@/components/devices/states/list-wait'
import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { loadDevices } from '@/lib/pages/own/load-devices'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { deviceListOptions } from '@/lib/query/devices'

type ListAsRead = Awaited<ReturnType<typeof loadDevices>>['list']

export const generateMetadata = pageTitle('page.devices')

export default async function DevicesPage({ searchParams }: PageProps<'/devices'>) {
  const { mayAdd, list, isLate } = await loadDevices()
  const asked = await searchParams
  const { t } = await requestPreferences()
  const add = <ButtonLink href={paths.add} label={t('page.add')} />
  const devices = <Devices list={list} rows={askedRows(asked)} />
  const isStreamed = isLate && !('whole' in asked)
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-title font-bold tracking-tight">{t('page.devices')}</h1>
        {isStreamed ? (
          <Suspense fallback={mayAdd && add}>
            <WhereSetUp list={list}>{add}</WhereSetUp>
          </Suspense>
        ) : (
          <WhereSetUp list={list}>{add}</WhereSetUp>
        )}
      </div>
      {isStreamed ? (
        <ListWait>
          <Suspense
            fallback={
              <>
                {/* The browser had script on an earlier page, and has none on this one. */}
                <noscript>
                  <meta httpEquiv="refresh" content={`0; url=${paths.devices}?whole`} />
                </noscript>
                <ListSkeleton t={t} />
              </>
            }
          >
            {devices}
            <ListArrived />
          </Suspense>
        </ListWait>
      ) : (
        devices
      )}
    </div>
  )
}

async function WhereSetUp({ list, children }: { list: ListAsRead; children: ReactNode }) {
  const { canAdd } = await list
  return canAdd && children
}

async function Devices({ list, rows }: { list: ListAsRead; rows: number }) {
  const { shown, problem, freshForMs, at } = await list
  return (
    // At is also when the list was asked for in vain: the browser doesn't ask a service that is down once more at once.
    <SeededQuery of={deviceListOptions()} data={shown} at={at} asText>
      <DevicesScreen
        first={{
          at: at.toISOString(),
          problem,
          lastGoodAt: problem === null ? null : (shown?.readAt ?? null),
        }}
        rows={rows}
        freshForMs={freshForMs}
      />
    </SeededQuery>
  )
}
