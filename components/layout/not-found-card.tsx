import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { buttons } from '../ui/button'
import { MessageCard } from '../ui/message-card'

/** One answer for what doesn't exist and for what belongs to another person. The reader can't tell the two apart. */
export async function NotFoundCard() {
  const { t } = await requestPreferences()
  return (
    <MessageCard icon="unknown" tone="calm" title={t('notFound.title')}>
      <p>{t('notFound.text')}</p>
      <p>
        <a className={buttons.primary} href={paths.devices}>
          {t('notFound.back')}
        </a>
      </p>
    </MessageCard>
  )
}
