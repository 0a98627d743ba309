import { HISTORY_FORMATS } from '@/components/audit/history-file'
import { HistoryProblem } from '@/components/audit/history-problem'
import { OwnHistory } from '@/components/audit/own-history'
import { Pager } from '@/components/audit/pager'
import { FileLink } from '@/components/reauth/page-stamp'
import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { Notice } from '@/components/ui/notice'
import { loadHistory } from '@/lib/pages/own/load-history'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { pageTitle } from '@/components/layout/page-title'

export const generateMetadata = pageTitle('page.activity')

export default async function ActivityPage({ searchParams }: PageProps<'/activity'>) {
  const loaded = await loadHistory(await searchParams)
  if (!loaded.ok) return <HistoryProblem code={loaded.error.code} retry={paths.activity} />
  const { entries, next, before, missing } = loaded.value
  const translations = await requestPreferences()
  const { t, timeZone } = translations
  const older =
    next === null ? null : `${paths.activity}?${new URLSearchParams({ before: String(next) })}`
  const isUnsure = missing !== null && missing.code !== 'not-known'
  return (
    <div className="mx-auto flex max-w-180 flex-col gap-6">
      <div className="flex flex-col gap-3">
        <h1 className="text-title font-bold tracking-tight">{t('page.activity')}</h1>
        <p className="text-soft">{t('activity.lead', { zone: timeZone })}</p>
        {missing !== null && (
          <Notice tone="warn">
            {isUnsure
              ? t('activity.signInsOnly', { problem: t(`error.${missing.code}`) })
              : t('activity.notKnown')}
          </Notice>
        )}
        {!isUnsure && (
          <p className="flex flex-wrap gap-3">
            {HISTORY_FORMATS.map((format) => (
              <FileLink
                key={format}
                className={buttons.small}
                href={`${paths.activityFile}?${new URLSearchParams({ format })}`}
              >
                {t(`activity.${format}`)}
              </FileLink>
            ))}
          </p>
        )}
      </div>
      <OwnHistory entries={entries} translations={translations} />
      {entries.length === 0 && before === null && (
        <MessageCard icon="temporary" tone="calm" title={t('activity.empty.title')} level={2}>
          <p>{t('activity.empty.text')}</p>
        </MessageCard>
      )}
      {next === null && before !== null && (
        <p className="text-small text-soft">{t('activity.noOlder')}</p>
      )}
      <Pager newest={before === null ? null : paths.activity} older={older} t={t} />
    </div>
  )
}
