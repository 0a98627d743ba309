'use client'

import type { Activation } from '@/lib/activations/tracking/activation-state'
import { COUNTED_TRIES, HELP_AFTER_ERROR } from '@/lib/activations/tracking/sdk-error-reasons'
import { lockOutSentence } from '@/lib/i18n/lock-out-sentence'
import { paths } from '@/lib/web/paths'
import { Notice } from '../../ui/notice'
import { clockTime } from '../../ui/times'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { TextLink } from '../../ui/text-link'

type Failure = NonNullable<Activation['failure']>

/** What went wrong on the phone, what helps, and where to go; read out at once. */
export function FailureNotice({ failure: { reason, code, at } }: { failure: Failure }) {
  const { t, formats, timeZone } = useTranslations()
  const { lockOut } = useShownSettings()
  return (
    <Notice tone="warn" alert>
      <p className="font-semibold">{t(`sdkError.${reason}.title`)}</p>
      <p>{t(`sdkError.${reason}.text`)}</p>
      {COUNTED_TRIES.includes(reason) && <p>{lockOutSentence(lockOut, t)}</p>}
      <Help reason={reason} />
      <p className="mt-1">
        {t('add.failureCode', { code, time: clockTime(at, formats, timeZone, 'medium') })}
      </p>
    </Notice>
  )
}

function Help({ reason }: Pick<Failure, 'reason'>) {
  const { t } = useTranslations()
  const { contact } = useShownSettings()
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
      return <TextLink href={paths.add} label={t('add.again')} />
    case 'clean-up':
      return <TextLink href={paths.cleanUp} label={t('add.full.cleanUp')} />
  }
}
