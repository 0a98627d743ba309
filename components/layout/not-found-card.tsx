import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { ButtonLink } from '../ui/button-link'
import { MessageCard } from '../ui/message-card'

/** One answer for a device or receipt that doesn't exist and for one of another person. The reader can't tell the two apart. */
export async function NotInListCard() {
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

/** The answer for an address that no page has. */
export async function NoSuchPageCard({ isSignedIn }: { isSignedIn: boolean }) {
  const { t } = await requestPreferences()
  return (
    <MessageCard icon="unknown" tone="calm" title={t('noPage.title')}>
      <p>{t('noPage.text')}</p>
      <p>
        <ButtonLink
          href={isSignedIn ? paths.devices : paths.start}
          label={t(isSignedIn ? 'notFound.back' : 'signInFailed.back')}
        />
      </p>
    </MessageCard>
  )
}
