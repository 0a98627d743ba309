'use client'

import { REMOVAL_REASONS, type RemovalReason } from '@/lib/devices/model/safeguards'
import { useTranslations } from '../../layout/translations'
import { RadioChoice } from '../../ui/radio-choice'

/** The reasons for a removal, to choose from. */
export function ReasonChoice({ chosen }: { chosen: RemovalReason | undefined }) {
  const { t } = useTranslations()
  return (
    <RadioChoice
      legend={t('remove.why')}
      name="reason"
      values={REMOVAL_REASONS}
      chosen={chosen}
      labelOf={(reason) => t(`remove.reason.${reason}`)}
    />
  )
}
