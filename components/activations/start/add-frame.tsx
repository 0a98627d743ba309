import type { ReactNode } from 'react'
import { branding } from '@/lib/platform/branding'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { BackLink } from '../../ui/text-link'

/** The frame of the pages that add a phone: the way back, and what is needed. */
export async function AddFrame({ children }: { children: ReactNode }) {
  const { t } = await requestPreferences()
  return (
    <div className="flex w-full flex-col gap-5">
      <BackLink href={paths.devices} label={t('device.back')} />
      <div>
        <h1 className="text-title font-bold tracking-tight">{t('page.add')}</h1>
        <p className="mt-1 max-w-160 text-soft">{t('add.lead', { brand: branding().name })}</p>
      </div>
      {/* All of the same width, so that nothing moves to the side as the activation goes on. */}
      <div className="flex flex-col gap-5 *:max-w-none [&_h2]:text-lead [&_p]:max-w-160">
        {children}
      </div>
    </div>
  )
}
