import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { PageFrame } from '@/components/layout/page-frame'
import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { signIn } from '@/lib/actions/sign-in'
import { currentSignIn } from '@/lib/identity/current'
import { returnPath } from '@/lib/identity/return-path'
import { paths } from '@/lib/paths'
import { cookieName, LEFT_COOKIE } from '@/lib/platform/cookies'
import { requestPreferences } from '@/lib/preferences/request'

export default async function StartPage({ searchParams }: PageProps<'/'>) {
  if (await currentSignIn()) redirect(paths.devices)
  const { t } = await requestPreferences()
  const { return: wanted, state } = await searchParams
  const left = (await cookies()).get(cookieName(LEFT_COOKIE))?.value
  return (
    <PageFrame person={null}>
      <MessageCard icon="backup" tone="calm" title={t('landing.title')}>
        {wanted !== undefined && <p className="font-semibold text-ink">{t('landing.ended')}</p>}
        {left !== undefined && left === state && (
          <p className="font-semibold text-ink">{t('landing.signedOut')}</p>
        )}
        <p>{t('landing.text')}</p>
        <form action={signIn}>
          <input type="hidden" name="return" value={returnPath(wanted)} />
          <button className={`${buttons.primary} w-full sm:w-auto`}>{t('landing.signIn')}</button>
        </form>
        <p className="text-small">{t('landing.noPhone')}</p>
      </MessageCard>
    </PageFrame>
  )
}
