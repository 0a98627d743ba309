import type { Metadata } from 'next'
import { z } from 'zod'
import { PageFrame } from '@/components/layout/page-frame'
import { pageTitle } from '@/components/layout/page-title'
import { shownPersonOf } from '@/components/layout/shown-person'
import { buttons } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { MessageCard } from '@/components/ui/message-card'
import { confirmSignInAction, signInAction } from '@/lib/actions/sign-in'
import { SIGN_IN_EXPLANATIONS } from '@/lib/auth/oidc/explain-refusal'
import { currentSessionIfKnown } from '@/lib/auth/sessions/current-session'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const session = await currentSessionIfKnown()
  return pageTitle(session === null ? 'signInFailed.title' : 'signInFailed.signedIn.title')()
}

export default async function SignInFailedPage({ searchParams }: PageProps<'/sign-in/failed'>) {
  const { t } = await requestPreferences()
  const { reason } = await searchParams
  const explanation = z.enum(SIGN_IN_EXPLANATIONS).safeParse(reason).data ?? 'refused'
  // Another tab, or an earlier sign-in, may have signed the person in.
  const session = await currentSessionIfKnown()
  const isSignedIn = session !== null
  return (
    <PageFrame person={await shownPersonOf(session)}>
      <MessageCard
        icon={isSignedIn ? 'done' : 'alert'}
        tone={isSignedIn ? 'ok' : 'warn'}
        title={t(isSignedIn ? 'signInFailed.signedIn.title' : 'signInFailed.title')}
      >
        <p>{t(isSignedIn ? 'signInFailed.signedIn.text' : `signInFailed.${explanation}`)}</p>
        <form
          action={explanation === 'too-long-ago' ? confirmSignInAction : signInAction}
          className={`flex flex-col gap-3 sm:flex-row ${isSignedIn ? 'sm:flex-row-reverse sm:justify-end' : ''}`}
        >
          <input type="hidden" name="return" value={paths.devices} />
          <button className={isSignedIn ? buttons.secondary : buttons.primary}>
            {t('signInFailed.again')}
          </button>
          <ButtonLink
            href={isSignedIn ? paths.devices : paths.start}
            label={t(isSignedIn ? 'signInFailed.signedIn.go' : 'signInFailed.back')}
            look={isSignedIn ? 'primary' : 'secondary'}
          />
        </form>
      </MessageCard>
    </PageFrame>
  )
}
