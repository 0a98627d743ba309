import type { Metadata } from 'next'
import { z } from 'zod'
import { OwnHistory } from '@/components/audit/own-history'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportDevices } from '@/components/support/acting/support-devices'
import { SupportSessions } from '@/components/support/acting/support-sessions'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { personInText } from '@/components/support/lookup/person-name'
import { SeededQuery } from '@/components/layout/seeded-query'
import { buttons } from '@/components/ui/button'
import { branding } from '@/lib/platform/branding'
import { supportPaths } from '@/lib/web/support-paths'
import { FIRST_ROWS } from '@/components/devices/list/shown-rows'
import { loadPersonDevices } from '@/lib/pages/support/load-person'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { personDevicesOptions } from '@/lib/query/support'
import { Rich } from '@/components/ui/rich'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('desk.devicesUnknown') }
}

const asked = z.object({ rows: z.coerce.number().int().min(FIRST_ROWS).catch(FIRST_ROWS) })

export default async function PersonDevicesPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/devices'>) {
  const loaded = await loadPersonDevices((await params).userId)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, person, list, history, sessionCount, canAdd, at } = loaded.value
  const [translations, { name: brand, contact }] = [await supportPreferences(), branding()]
  const { t } = translations
  const name = personInText(person, t)
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <div className="flex flex-col gap-8">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <h1 className="min-w-0 text-title font-bold tracking-tight">
            {person === null ? (
              t('desk.devicesUnknown')
            ) : (
              <Rich text={t('desk.devices', { name })} />
            )}
          </h1>
          {canAdd && (
            <a className={buttons.secondary} href={supportPaths.add(userId)}>
              {t('desk.addFor')}
            </a>
          )}
        </div>
        <SeededQuery queryKey={personDevicesOptions(userId).queryKey} data={list} at={at} asText>
          <SupportDevices
            userId={userId}
            rows={asked.parse(await searchParams).rows}
            brand={brand}
            contact={contact ?? t('coverage.support')}
          />
        </SeededQuery>
        {sessionCount !== null && <SupportSessions userId={userId} count={sessionCount} t={t} />}
        {history.length > 0 && (
          <section aria-labelledby="happened" className="flex flex-col gap-3">
            <h2 id="happened" className="px-1 text-group font-bold">
              {t('desk.history')}
            </h2>
            <OwnHistory
              entries={history}
              translations={translations}
              level={3}
              receiptPath={(number) => supportPaths.receipt(userId, number)}
            />
          </section>
        )}
      </div>
    </>
  )
}
