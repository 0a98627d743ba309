import { OwnHistory } from '@/components/audit/own-history'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportDevices } from '@/components/support/acting/support-devices'
import { SupportSessions } from '@/components/support/acting/support-sessions'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { personInText } from '@/components/support/lookup/person-name'
import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { ButtonLink } from '@/components/ui/button-link'
import { supportPaths } from '@/lib/web/support-paths'
import { askedRows } from '@/components/devices/list/asked-rows'
import { loadPersonDevices } from '@/lib/pages/support/load-person'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { personDevicesOptions } from '@/lib/query/support'
import { Rich } from '@/components/ui/rich'

export const generateMetadata = pageTitle('desk.devicesUnknown')

export default async function PersonDevicesPage({
  params,
  searchParams,
}: PageProps<'/support/users/[userId]/devices'>) {
  const loaded = await loadPersonDevices((await params).userId)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, person, list, problem, history, sessionCount, canAdd, at } = loaded.value
  const translations = await supportPreferences()
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
            <ButtonLink href={supportPaths.add(userId)} label={t('desk.addFor')} look="secondary" />
          )}
        </div>
        <SeededQuery of={personDevicesOptions(userId)} data={list} at={at} asText>
          <SupportDevices
            userId={userId}
            first={{
              at: at.toISOString(),
              problem,
              lastGoodAt: problem === null ? null : list.list.readAt,
            }}
            rows={askedRows(await searchParams)}
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
