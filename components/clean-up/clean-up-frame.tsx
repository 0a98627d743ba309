import type { ReactNode } from 'react'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { Card } from '../ui/card'
import { BackLink } from '../ui/text-link'

/** The frame of the pages of a clean-up: the way back, the step, and what to do in it. */
export async function CleanUpFrame({
  step,
  children,
}: {
  step: 'choose' | 'review' | 'progress'
  children: ReactNode
}) {
  const { t } = await requestPreferences()
  return (
    <div className="mx-auto flex w-full max-w-160 flex-col gap-5">
      <BackLink href={paths.devices} label={t('device.back')} />
      <div>
        <h1 className="text-title font-bold tracking-tight">{t(`cleanUp.title.${step}`)}</h1>
        <p className="mt-1 text-soft">{t(`cleanUp.text.${step}`)}</p>
      </div>
      <Card className="p-5 sm:p-7">{children}</Card>
    </div>
  )
}
