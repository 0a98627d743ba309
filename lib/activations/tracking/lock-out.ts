import 'server-only'
import { env } from '../../platform/env'
import type { Translate } from '../../i18n/translator'

/** The lock-out policy of the organisation's tenant at the service. It counts tries on phone and web together. */
export type LockOutPolicy = {
  readonly tries: number
  readonly windowSeconds: number
  readonly pauseSeconds: number
}

/** The policy as it is configured. */
export function lockOutPolicy(): LockOutPolicy {
  const { RECOGNIZE_LOCKOUT_TRIES, RECOGNIZE_LOCKOUT_WINDOW_SECONDS, RECOGNIZE_LOCKOUT_SECONDS } =
    env()
  return {
    tries: RECOGNIZE_LOCKOUT_TRIES,
    windowSeconds: RECOGNIZE_LOCKOUT_WINDOW_SECONDS,
    pauseSeconds: RECOGNIZE_LOCKOUT_SECONDS,
  }
}

/** The policy in one sentence. It promises no time: only the service knows when a pause began. */
export function lockOutSentence(
  { tries, windowSeconds, pauseSeconds }: LockOutPolicy,
  t: Translate,
): string {
  const minutes = (seconds: number) => t('lockOut.minutes', { count: Math.ceil(seconds / 60) })
  const [within, pause] = [minutes(windowSeconds), minutes(pauseSeconds)]
  return t('lockOut.rule', { count: tries, within, pause })
}
