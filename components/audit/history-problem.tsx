import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { MessageCard } from '../ui/message-card'

/** A history that can't be shown: the portal's records are unavailable, or the reader may not see it. */
export async function HistoryProblem({
  code,
  retry,
}: {
  code: 'records-down' | 'not-allowed'
  retry: string
}) {
  const { t } = await requestPreferences()
  const isRefused = code === 'not-allowed'
  return (
    <MessageCard
      icon="alert"
      tone="warn"
      title={t(isRefused ? 'notAllowed.title' : 'activity.failed.title')}
    >
      <p>{t(isRefused ? 'notAllowed.text' : 'error.records-down')}</p>
      {!isRefused && <p className="font-semibold text-ink">{t('activity.failed.text')}</p>}
      <p className="flex flex-wrap gap-3">
        {!isRefused && <ButtonLink href={retry} label={t('notice.tryAgain')} />}
        <a className={isRefused ? buttons.primary : buttons.secondary} href={paths.devices}>
          {t('notFound.back')}
        </a>
      </p>
    </MessageCard>
  )
}
