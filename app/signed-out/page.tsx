import type { Metadata } from 'next'
import { PageFrame } from '@/components/layout/page-frame'
import { pageTitle } from '@/components/layout/page-title'
import { shownPersonOf } from '@/components/layout/shown-person'
import { buttons } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { MessageCard } from '@/components/ui/message-card'
import { Notice } from '@/components/ui/notice'
import { signOutAtProviderAction } from '@/lib/actions/sign-in'
import { currentSessionIfKnown } from '@/lib/auth/sessions/current-session'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const session = await currentSessionIfKnown()
  return pageTitle(session === null ? 'signedOut.title' : 'signInFailed.signedIn.title')()
}

export default async function SignedOutPage({ searchParams }: PageProps<'/signed-out'>) {
  const isProviderDown = (await searchParams)['provider'] === 'down'
  const { t } = await requestPreferences()
  const session = await currentSessionIfKnown()
  if (session !== null)
    return (
      <PageFrame person={await shownPersonOf(session)}>
        <MessageCard icon="done" tone="ok" title={t('signInFailed.signedIn.title')}>
          <p>{t('signedOut.since')}</p>
          <p>
            <ButtonLink href={paths.devices} label={t('signInFailed.signedIn.go')} />
          </p>
        </MessageCard>
      </PageFrame>
    )
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
