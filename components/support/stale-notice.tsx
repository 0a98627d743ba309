'use client'

import { ConfirmForm } from '../layout/confirm-form'
import { buttons } from '../ui/button'
import { Notice } from '../ui/notice'
import { useWords } from '../words'

/** The sign-in got too old while a form was filled in. */
export function StaleNotice({ returnTo }: { returnTo: string }) {
  const { t } = useWords()
  return (
    <Notice tone="warn" alert>
      <p className="mb-2">{t('desk.stale.text')}</p>
      <ConfirmForm
        returnTo={returnTo}
        label={t('desk.stale.confirm')}
        look={`${buttons.small} text-ink`}
      />
    </Notice>
  )
}
