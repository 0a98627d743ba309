import type { ReactNode } from 'react'
import { supportPaths } from '@/lib/web/support-paths'
import type { Confirmation } from '@/lib/auth/step-up/confirmation'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { ConfirmCard } from '../../reauth/confirm-card'

type Card = { page: string; confirmation: Confirmation; level?: 1 | 2 }

/** Asks an agent for a fresh sign-in before they act for a person; null where theirs is fresh. */
export function askAgent(card: Card): ReactNode {
  return card.confirmation.isFresh ? null : <SupportConfirmCard {...card} />
}

async function SupportConfirmCard(card: Card) {
  const { t } = await supportPreferences()
  return (
    <ConfirmCard {...card} back={{ href: supportPaths.start, label: t('desk.back') }}>
      <p>{t('confirmFor.desk')}</p>
    </ConfirmCard>
  )
}
