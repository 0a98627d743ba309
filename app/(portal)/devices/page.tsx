import { DevicesScreen } from '@/components/devices/list/devices-screen'
import { ButtonLink } from '@/components/ui/button-link'
import { askedRows } from '@/components/devices/list/asked-rows'
import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { loadDevices } from '@/lib/pages/own/load-devices'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { deviceListOptions } from '@/lib/query/devices'

export const generateMetadata = pageTitle('page.devices')

export default async function DevicesPage({ searchParams }: PageProps<'/devices'>) {
  const { shown, problem, canAdd, freshForMs, at } = await loadDevices()
  const { t } = await requestPreferences()
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-title font-bold tracking-tight">{t('page.devices')}</h1>
        {canAdd && <ButtonLink href={paths.add} label={t('page.add')} />}
      </div>
      {/* At is also when the list was asked for in vain: the browser doesn't ask a service that is down once more at once. */}
      <SeededQuery of={deviceListOptions()} data={shown} at={at} asText>
        <DevicesScreen
          first={{
            at: at.toISOString(),
            problem,
            lastGoodAt: problem === null ? null : (shown?.readAt ?? null),
          }}
          rows={askedRows(await searchParams)}
          freshForMs={freshForMs}
        />
      </SeededQuery>
    </div>
  )
}
