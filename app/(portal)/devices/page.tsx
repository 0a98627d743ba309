import type { Metadata } from 'next'
import { z } from 'zod'
import { DevicesScreen } from '@/components/devices/list/devices-screen'
import { buttons } from '@/components/ui/button'
import { branding } from '@/lib/platform/branding'
import { FIRST_ROWS } from '@/components/devices/list/shown-rows'
import { SeededQuery } from '@/components/layout/seeded-query'
import { loadDevices } from '@/lib/pages/own/load-devices'
import { paths } from '@/lib/web/paths'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { deviceListOptions } from '@/lib/query/devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.devices') }
}

/** How many rows of each group a person without script asks for. Values that aren't a number of rows are dropped. */
const asked = z.object({ rows: z.coerce.number().int().min(FIRST_ROWS).catch(FIRST_ROWS) })

export default async function DevicesPage({ searchParams }: PageProps<'/devices'>) {
  const { shown, problem, canAdd, freshForMs, at } = await loadDevices()
  const [{ t }, { name, contact }] = [await requestPreferences(), branding()]
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-title font-bold tracking-tight">{t('page.devices')}</h1>
        {canAdd && (
          <a className={buttons.primary} href={paths.add}>
            {t('page.add')}
          </a>
        )}
      </div>
      {/* At is also when the list was asked for in vain: the browser doesn't ask a service that is down once more at once. */}
      <SeededQuery queryKey={deviceListOptions().queryKey} data={shown} at={at} asText>
        <DevicesScreen
          first={{
            at: at.toISOString(),
            problem,
            lastGoodAt: problem === null ? null : (shown?.readAt ?? null),
          }}
          rows={asked.parse(await searchParams).rows}
          brand={name}
          contact={contact ?? t('coverage.support')}
          holdSeconds={env().REMOVAL_HOLD_SECONDS}
          freshForMs={freshForMs}
        />
      </SeededQuery>
    </div>
  )
}
