import type { ReactNode } from 'react'
import { signOutCompletelyAction } from '@/lib/actions/sign-in'
import type { Confirmation } from '@/lib/auth/step-up/confirmation'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { PageStamp } from './page-stamp'
import { shownSettings } from '../layout/shown-settings'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { MessageCard } from '../ui/message-card'
import { ConfirmForm } from './confirm-form'

/** Asks for a fresh sign-in before the form is filled in. After two attempts in vain it says what to do instead. */
export async function ConfirmCard({
  page,
  confirmation: { rounds, sealed },
  draft,
  back,
  level = 1,
  children,
}: {
  /** Where the person comes back to. */
  page: string
  confirmation: Confirmation
  /** Form values that come back to the page, beside those it brought along. */
  draft?: Readonly<Record<string, readonly string[]>>
  back: { readonly href: string; readonly label: string }
  level?: 1 | 2
  /** What it is for. */
  children: ReactNode
}) {
  const { t } = await requestPreferences()
  const step = (['first', 'again', 'over'] as const)[rounds]
  const { contact } = await shownSettings()
  const wide = 'w-full sm:w-auto'
  return (
    <MessageCard
      level={level}
      icon={step === 'first' ? 'temporary' : 'alert'}
      tone={step === 'first' ? 'calm' : 'warn'}
      title={t(step === 'first' ? 'confirm.title' : `confirm.${step}.title`)}
    >
      {step === 'first' && children}
      <p>
        {step === 'over'
          ? t('confirm.over.text', { contact })
          : t(step === 'again' ? 'confirm.again.text' : 'confirm.text')}
      </p>
      <div className="flex flex-col gap-3 sm:flex-row">
        {step === 'over' ? (
          <form action={signOutCompletelyAction}>
            <PageStamp />
            <button className={`${buttons.primary} ${wide}`}>{t('confirm.over.go')}</button>
          </form>
        ) : (
          <ConfirmForm
            page={page}
            round={rounds}
            draft={{ draft: sealed, ...draft }}
            label={t(step === 'first' ? 'confirm.go' : 'confirm.again.go')}
            look={`${buttons.primary} ${wide}`}
          />
        )}
        <ButtonLink {...back} look="secondary" />
      </div>
    </MessageCard>
  )
}
