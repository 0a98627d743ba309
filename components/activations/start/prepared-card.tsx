import type { Prepared } from '@/lib/activations/steps/prepared-activation'
import { formatsOf } from '@/lib/i18n/translator'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { buttons } from '../../ui/button'
import { Card } from '../../ui/card'
import { clockTime } from '../../ui/times'
import { StartForm } from './start-form'

/** What support has prepared on a call. Only the person sees the code. */
export async function PreparedCard({
  prepared: { start, identity, preparedAt },
}: {
  prepared: Prepared
}) {
  const { t, language, timeZone } = await requestPreferences()
  const time = clockTime(preparedAt, formatsOf(language), timeZone)
  return (
    <Card className="flex flex-wrap items-center gap-x-6 gap-y-3 px-5 py-4 sm:px-9">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="text-group font-bold">{t('add.prepared.title')}</h2>
        <p className="text-small text-soft">{t('add.prepared.text', { time })}</p>
      </div>
      <StartForm
        start={start}
        identity={identity}
        label={t('add.prepared.show')}
        look={buttons.primary}
      />
    </Card>
  )
}
