'use client'

import { useSearchParams } from 'next/navigation'
import { signOutCompletelyAction } from '@/lib/actions/sign-in'
import { paths } from '@/lib/web/paths'
import { PageStamp } from '../../reauth/page-stamp'
import { ConfirmForm } from '../../reauth/confirm-form'
import { buttons } from '../../ui/button'
import { ButtonLink } from '../../ui/button-link'
import { MessageCard } from '../../ui/message-card'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'

/** Tells a person that their role doesn't apply, because their sign-in lacks what the organisation asks of staff. */
export function FactorCard({
  page,
  isNew,
}: {
  page: string
  /** Whether the session is as new as a fresh sign-in must be. */
  isNew: boolean
}) {
  const { t } = useTranslations()
  const { contact } = useShownSettings()
  const confirmed = Number(useSearchParams().get('confirmed') ?? 0)
  const round = isNew ? confirmed : 0
  return (
    <MessageCard icon="alert" tone="warn" title={t('desk.factor.title')}>
      <p>{t('desk.factor.text')}</p>
      {round > 0 && (
        <p className="font-semibold text-ink">
          {round >= 2 ? t('confirm.over.text', { contact }) : t('confirm.again.text')}
        </p>
      )}
      <div className="flex flex-col gap-3 sm:flex-row">
        {round >= 2 ? (
          <form action={signOutCompletelyAction}>
            <PageStamp />
            <button className={`${buttons.primary} w-full sm:w-auto`}>
              {t('confirm.over.go')}
            </button>
          </form>
        ) : (
          <ConfirmForm
            page={page}
            round={round}
            label={t(round === 0 ? 'confirm.go' : 'confirm.again.go')}
            look={`${buttons.primary} w-full sm:w-auto`}
          />
        )}
        <ButtonLink href={paths.devices} label={t('desk.factor.back')} look="secondary" />
      </div>
    </MessageCard>
  )
}
