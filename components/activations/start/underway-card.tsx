import type { Activation } from '@/lib/activations/tracking/activation-state'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { ButtonLink } from '../../ui/button-link'
import { clockTime } from '../../ui/times'
import { OfferCard } from './offer-card'

/** Leads back to an activation that goes on. */
export async function UnderwayCard({
  activation: { number, startedAt },
}: {
  activation: Activation
}) {
  const { t, formats, timeZone } = await requestPreferences()
  const time = clockTime(startedAt, formats, timeZone)
  return (
    <OfferCard title={t('add.underway.title')} text={t('add.underway.text', { time })}>
      <ButtonLink href={paths.activation(number)} label={t('add.underway.goOn')} look="small" />
    </OfferCard>
  )
}
