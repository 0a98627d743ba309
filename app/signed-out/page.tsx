import { PageFrame } from '@/components/layout/page-frame'
import { pageTitle } from '@/components/layout/page-title'
import { buttons } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { MessageCard } from '@/components/ui/message-card'
import { Notice } from '@/components/ui/notice'
import { signOutAtProviderAction } from '@/lib/actions/sign-in'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export const generateMetadata = pageTitle('signedOut.title')

export default async function SignedOutPage({ searchParams }: PageProps<'/signed-out'>) {
  const isProviderDown = (await searchParams)['provider'] === 'down'
  const { t } = await requestPreferences()
  return (
    <PageFrame person={null}>
      <MessageCard icon="done" tone="ok" title={t('signedOut.title')}>
        <p>{t('signedOut.text')}</p>
        {isProviderDown ? (
          <Notice tone="warn" alert>
            {t('signedOut.providerDown')}
          </Notice>
        ) : (
          <p>{t('signedOut.provider')}</p>
        )}
        <form action={signOutAtProviderAction} className="flex flex-col gap-3 sm:flex-row">
          <button className={buttons.primary}>{t('signedOut.providerButton')}</button>
          <ButtonLink href={paths.start} label={t('signedOut.again')} look="secondary" />
        </form>
      </MessageCard>
    </PageFrame>
  )
}
