import type { Translate } from './translator'

/** The lock-out policy of a tenant. It counts tries on phone and web together. */
export type LockOutPolicy = {
  readonly tries: number
  readonly windowSeconds: number
  readonly pauseSeconds: number
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
