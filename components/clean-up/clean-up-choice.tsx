'use client'

import type { CleanUpPlan } from '@/lib/devices/removal/clean-up'
import { paths } from '@/lib/web/paths'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { useTranslations } from '../layout/translations'
import { CleanUpRow } from './clean-up-row'

/** Step one: which backups go. A plain form that needs no script. Nothing is removed yet. */
export function CleanUpChoice({
  plan: { candidates, proposed, uncertain, identities },
  now,
}: {
  plan: CleanUpPlan
  now: string
}) {
  const { t } = useTranslations()
  const all = [...candidates, ...uncertain]
  if (all.length === 0) return <p>{t('cleanUp.nothing')}</p>
  return (
    <form action={paths.cleanUpReview} method="get" className="flex flex-col gap-6">
      <p className="text-small text-soft">
        {proposed.length > 0 && `${t('cleanUp.proposed')} `}
        {t(uncertain.length > 0 ? 'cleanUp.keptKnown' : 'cleanUp.kept')}
      </p>
      {(['temporary', 'backup', 'unknown'] as const).map((kind) => {
        const rows = all.filter((device) => device.kind === kind)
        return (
          rows.length > 0 && (
            <fieldset key={kind}>
              <legend className="mb-2 text-group font-bold">{t(`group.${kind}`)}</legend>
              {kind === 'unknown' && (
                <p className="mb-2 text-small text-soft">{t('cleanUp.uncertain.choose')}</p>
              )}
              <ul className="divide-y divide-line">
                {rows.map((device) => (
                  <li key={device.id}>
                    <label className="flex min-h-11 cursor-pointer items-center gap-3 py-2">
                      <input
                        type="checkbox"
                        name="device"
                        value={device.id}
                        defaultChecked={proposed.includes(device.id)}
                        className="size-4.5 shrink-0 accent-accent"
                      />
                      <CleanUpRow device={device} identities={identities} now={now} />
                    </label>
                  </li>
                ))}
              </ul>
            </fieldset>
          )
        )
      })}
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <ButtonLink href={paths.devices} label={t('cleanUp.leave')} look="secondary" />
        <button className={buttons.primary}>{t('cleanUp.review')}</button>
      </div>
    </form>
  )
}
