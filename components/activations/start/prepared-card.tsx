import type { Prepared } from '@/lib/activations/steps/prepared-activation'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { buttons } from '../../ui/button'
import { clockTime } from '../../ui/times'
import { OfferCard } from './offer-card'
import { StartForm } from './start-form'

/** What support has prepared on a call. Only the person sees the code. */
export async function PreparedCard({
  prepared: { start, identity, preparedAt },
}: {
  prepared: Prepared
}) {
  const { t, formats, timeZone } = await requestPreferences()
  const time = clockTime(preparedAt, formats, timeZone)
  return (
    <OfferCard title={t('add.prepared.title')} text={t('add.prepared.text', { time })}>
      <StartForm
        start={start}
        identity={identity}
        label={t('add.prepared.show')}
        look={buttons.primary}
      />
    </OfferCard>
  )
}
