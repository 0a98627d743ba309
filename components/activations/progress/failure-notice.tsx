'use client'

import type { Activation } from '@/lib/activations/tracking/activation-state'
import { LOCK_OUT_SECONDS, type SdkErrorReason } from '@/lib/activations/tracking/sdk-errors'
import { paths } from '@/lib/web/paths'
import { Notice } from '../../ui/notice'
import { clockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { TextLink } from '../../ui/text-link'

type Failure = NonNullable<Activation['failure']>

/** What went wrong on the phone, what helps, and where to go; read out at once. */
export function FailureNotice({ failure: { reason, code, at } }: { failure: Failure }) {
  const { t, formats, timeZone } = useTranslations()
  const time = (instant: string) => clockTime(instant, formats, timeZone, 'medium')
  return (
    <Notice tone="warn" alert>
      <p className="font-semibold">{t(`add.failure.${reason}.title`)}</p>
      <p>{t(`add.failure.${reason}.text`)}</p>
      {reason === 'locked-out' && (
        <p className="font-semibold">{t('add.tryAgainAt', { time: time(lockedUntil(at)) })}</p>
      )}
      <HelpLink reason={reason} />
      <p className="mt-1">{t('add.failureCode', { code: String(code), time: time(at) })}</p>
    </Notice>
  )
}

function lockedUntil(at: string): string {
  return new Date(Date.parse(at) + LOCK_OUT_SECONDS * 1000).toISOString()
}

/** What helps after each reason: another try in the app, a new start on this page, or a free place. */
const HELP = {
  'face-not-matched': 'try-again',
  'not-live': 'try-again',
  cancelled: 'try-again',
  offline: 'try-again',
  'no-camera': 'try-again',
  'app-problem': 'try-again',
  'locked-out': 'start-again',
  'set-up-before': 'start-again',
  'phone-not-trusted': 'start-again',
  'state-not-usable': 'start-again',
  clock: 'start-again',
  'not-known': 'start-again',
  'no-place': 'clean-up',
} as const satisfies Record<SdkErrorReason, string>

function HelpLink({ reason }: Pick<Failure, 'reason'>) {
  const { t } = useTranslations()
  switch (HELP[reason]) {
    case 'try-again':
      return null
    case 'start-again':
      return <TextLink href={paths.add} label={t('add.again')} />
    case 'clean-up':
      return <TextLink href={paths.cleanUp} label={t('add.full.cleanUp')} />
  }
}
