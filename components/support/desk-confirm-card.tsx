import { deskPaths } from '@/lib/desk-paths'
import type { Confirmation } from '@/lib/identity/confirmation'
import { deskPreferences } from '@/lib/preferences/request'
import { ConfirmCard } from '../confirm/confirm-card'

/** Asks an agent for a fresh sign-in before they act for somebody. */
export async function DeskConfirmCard(card: {
  page: string
  confirmation: Confirmation
  level?: 1 | 2
}) {
  const { t } = await deskPreferences()
  return (
    <ConfirmCard {...card} back={{ href: deskPaths.start, label: t('desk.back') }}>
      <p>{t('confirmFor.desk')}</p>
    </ConfirmCard>
  )
}
