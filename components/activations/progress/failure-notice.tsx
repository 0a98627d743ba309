'use client'

import type { Activation } from '@/lib/activations/tracking/activation-state'
import { LOCK_OUT_SECONDS } from '@/lib/activations/tracking/sdk-errors'
import { paths } from '@/lib/web/paths'
import { Notice } from '../../ui/notice'
import { clockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'

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
      <WayOut reason={reason} />
      <p className="mt-1">{t('add.failureCode', { code: String(code), time: time(at) })}</p>
    </Notice>
  )
}

function lockedUntil(at: string): string {
  return new Date(Date.parse(at) + LOCK_OUT_SECONDS * 1000).toISOString()
}

/** After these the app can't go on with what it was given. */
const ANEW: readonly Failure['reason'][] = [
  'locked-out',
  'set-up-before',
  'phone-not-trusted',
  'state-not-usable',
  'clock',
  'not-known',
]

function WayOut({ reason }: Pick<Failure, 'reason'>) {
  const { t } = useTranslations()
  const look = 'inline-flex min-h-11 items-center font-semibold underline underline-offset-3'
  if (reason === 'no-place')
    return (
      <a className={look} href={paths.cleanUp}>
        {t('add.full.cleanUp')}
      </a>
    )
  return (
    ANEW.includes(reason) && (
      <a className={look} href={paths.add}>
        {t('add.again')}
      </a>
    )
  )
}
