import { supportPaths } from '@/lib/web/support-paths'
import type { Confirmation } from '@/lib/auth/step-up/confirmation'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { ConfirmCard } from '../../reauth/confirm-card'

/** Asks an agent for a fresh sign-in before they act for a person. */
export async function SupportConfirmCard(card: {
  page: string
  confirmation: Confirmation
  level?: 1 | 2
}) {
  const { t } = await supportPreferences()
  return (
    <ConfirmCard {...card} back={{ href: supportPaths.start, label: t('desk.back') }}>
      <p>{t('confirmFor.desk')}</p>
    </ConfirmCard>
  )
}
