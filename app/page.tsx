import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { PageFrame } from '@/components/layout/page-frame'
import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { signInAction } from '@/lib/actions/sign-in'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { returnPath } from '@/lib/auth/step-up/return-path'
import { cookieName, LEFT_COOKIE } from '@/lib/web/cookies'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export default async function StartPage({ searchParams }: PageProps<'/'>) {
  const { return: wanted, state } = await searchParams
  // Another tab may have signed in meanwhile.
  if (await currentSession()) redirect(returnPath(wanted))
  const { t } = await requestPreferences()
  const left = (await cookies()).get(cookieName(LEFT_COOKIE))?.value
  return (
    <PageFrame person={null}>
      <MessageCard icon="backup" tone="calm" title={t('landing.title')}>
        {wanted !== undefined && <p className="font-semibold text-ink">{t('landing.ended')}</p>}
        {left !== undefined && left === state && (
          <p className="font-semibold text-ink">{t('landing.signedOut')}</p>
        )}
        <p>{t('landing.text')}</p>
        <form action={signInAction}>
          <input type="hidden" name="return" value={returnPath(wanted)} />
          <button className={`${buttons.primary} w-full sm:w-auto`}>{t('landing.signIn')}</button>
        </form>
        <p className="text-small">{t('landing.noPhone')}</p>
      </MessageCard>
    </PageFrame>
  )
}
