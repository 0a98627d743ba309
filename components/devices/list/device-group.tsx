'use client'

import type { ReactNode } from 'react'
import type { DeviceKind } from '@/lib/devices/model/device'
import { Card } from '../../ui/card'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'

/** The rows of one kind under a heading that says what the kind is. */
export function DeviceGroup({
  kind,
  count,
  children,
}: {
  kind: DeviceKind
  count: number
  children: ReactNode
}) {
  const { t, formats } = useTranslations()
  const { brand } = useShownSettings()
  const text = kind === 'backup' ? t('group.backup.text', { brand }) : t(`group.${kind}.text`)
  return (
    <section aria-labelledby={`group-${kind}`}>
      <div className="mb-3 px-1">
        <div className="flex items-baseline gap-2.5">
          <h2 id={`group-${kind}`} className="text-group font-bold">
            {t(`group.${kind}`)}
          </h2>
          <span className="text-small text-soft">
            {new Intl.NumberFormat(formats).format(count)}
          </span>
        </div>
        <p className="text-small text-soft">{text}</p>
      </div>
      <Card>{children}</Card>
    </section>
  )
}
