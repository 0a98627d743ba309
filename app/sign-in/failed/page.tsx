import { z } from 'zod'
import { PageFrame } from '@/components/layout/page-frame'
import { pageTitle } from '@/components/layout/page-title'
import { buttons } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { MessageCard } from '@/components/ui/message-card'
import { confirmSignInAction, signInAction } from '@/lib/actions/sign-in'
import { SIGN_IN_EXPLANATIONS } from '@/lib/auth/oidc/explain-refusal'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export const generateMetadata = pageTitle('signInFailed.title')

export default async function SignInFailedPage({ searchParams }: PageProps<'/sign-in/failed'>) {
  const { t } = await requestPreferences()
  const { reason } = await searchParams
  const explanation = z.enum(SIGN_IN_EXPLANATIONS).safeParse(reason).data ?? 'refused'
  return (
    <PageFrame person={null}>
      <MessageCard icon="alert" tone="warn" title={t('signInFailed.title')}>
        <p>{t(`signInFailed.${explanation}`)}</p>
        <form
          action={explanation === 'too-long-ago' ? confirmSignInAction : signInAction}
          className="flex flex-col gap-3 sm:flex-row"
        >
          <input type="hidden" name="return" value={paths.devices} />
          <button className={buttons.primary}>{t('signInFailed.again')}</button>
          <ButtonLink href={paths.start} label={t('signInFailed.back')} look="secondary" />
        </form>
      </MessageCard>
    </PageFrame>
  )
}
