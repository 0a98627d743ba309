'use client'

import type { Activation } from '@/lib/activations/tracking/activation-state'
import { COUNTED_TRIES, HELP_AFTER_ERROR } from '@/lib/activations/tracking/sdk-error-reasons'
import { paths } from '@/lib/web/paths'
import { Notice } from '../../ui/notice'
import { clockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'

type Failure = NonNullable<Activation['failure']>

/** What went wrong on the phone, what helps, and where to go; read out at once. */
export function FailureNotice({
  failure: { reason, code, at },
  contact,
  lockOut,
}: {
  failure: Failure
  contact: string
  /** The lock-out policy in a sentence. */
  lockOut: string
}) {
  const { t, formats, timeZone } = useTranslations()
  return (
    <Notice tone="warn" alert>
      <p className="font-semibold">{t(`sdkError.${reason}.title`)}</p>
      <p>{t(`sdkError.${reason}.text`)}</p>
      {COUNTED_TRIES.includes(reason) && <p>{lockOut}</p>}
      <Help reason={reason} contact={contact} />
      <p className="mt-1">
        {t('add.failureCode', { code, time: clockTime(at, formats, timeZone, 'medium') })}
      </p>
    </Notice>
  )
}

function Help({ reason, contact }: Pick<Failure, 'reason'> & { contact: string }) {
  const { t } = useTranslations()
  const look = 'inline-flex min-h-11 items-center font-semibold underline underline-offset-3'
  const help = HELP_AFTER_ERROR[reason]
  switch (help) {
    case 'try-again':
    case 'try-later':
      return <p>{t(`add.help.${help}`)}</p>
    case 'open-again':
    case 'ask-support':
    case 'ask-maker':
      return <p>{t(`add.help.${help}`, { contact })}</p>
    case 'start-again':
      return (
        <a className={look} href={paths.add}>
          {t('add.again')}
        </a>
      )
    case 'clean-up':
      return (
        <a className={look} href={paths.cleanUp}>
          {t('add.full.cleanUp')}
        </a>
      )
  }
}
