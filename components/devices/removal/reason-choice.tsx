'use client'

import type { DeviceKind } from '@/lib/devices/model/device'
import { reasonsFor, type RemovalReason } from '@/lib/devices/model/safeguards'
import { useTranslations } from '../../layout/translations'
import { RadioChoice } from '../../ui/radio-choice'

/** The reasons for a removal that fit the kind, to choose from. */
export function ReasonChoice({
  kind,
  chosen,
}: {
  kind: DeviceKind
  chosen: RemovalReason | undefined
}) {
  const { t } = useTranslations()
  return (
    <RadioChoice
      legend={t('remove.why')}
      name="reason"
      values={reasonsFor(kind)}
      chosen={chosen}
      labelOf={(reason) => t(`remove.reason.${reason}`)}
    />
  )
}
