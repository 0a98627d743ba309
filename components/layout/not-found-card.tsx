import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { ButtonLink } from '../ui/button-link'
import { MessageCard } from '../ui/message-card'

/** One answer for what doesn't exist and for what belongs to another person. The reader can't tell the two apart. */
export async function NotFoundCard() {
  const { t } = await requestPreferences()
  return (
    <MessageCard icon="unknown" tone="calm" title={t('notFound.title')}>
      <p>{t('notFound.text')}</p>
      <p>
        <ButtonLink href={paths.devices} label={t('notFound.back')} />
      </p>
    </MessageCard>
  )
}
