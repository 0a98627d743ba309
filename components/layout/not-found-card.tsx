import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { buttons } from '../ui/button'
import { MessageCard } from '../ui/message-card'

/** One answer for a device or receipt that doesn't exist and for one of another person. The reader can't tell the two apart. */
export async function NotInListCard() {
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

/** The answer for an address that no page has. */
export async function NoSuchPageCard({ isSignedIn }: { isSignedIn: boolean }) {
  const { t } = await requestPreferences()
  return (
    <MessageCard icon="unknown" tone="calm" title={t('noPage.title')}>
      <p>{t('noPage.text')}</p>
      <p>
        <a className={buttons.primary} href={isSignedIn ? paths.devices : paths.start}>
          {t(isSignedIn ? 'notFound.back' : 'signInFailed.back')}
        </a>
      </p>
    </MessageCard>
  )
}
