import type { Activation } from '@/lib/activations/tracking/activation-state'
import { formatsOf } from '@/lib/i18n/translator'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { buttons } from '../../ui/button'
import { Card } from '../../ui/card'
import { clockTime } from '../../ui/times'

/** Leads back to an activation that goes on. */
export async function UnderwayCard({ activation }: { activation: Activation }) {
  const { t, language, timeZone } = await requestPreferences()
  const time = clockTime(activation.startedAt, formatsOf(language), timeZone)
  return (
    <Card className="flex flex-wrap items-center gap-x-6 gap-y-3 px-5 py-4 sm:px-9">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="text-group font-bold">{t('add.underway.title')}</h2>
        <p className="text-small text-soft">{t('add.underway.text', { time })}</p>
      </div>
      <a className={buttons.small} href={paths.activation(activation.number)}>
        {t('add.underway.goOn')}
      </a>
    </Card>
  )
}
