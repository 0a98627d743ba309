import type { ProblemCode } from '@/lib/actions/form-states'
import type { Translate } from '@/lib/i18n/translator'

/** A problem in words, with the seconds to wait where the problem holds them. */
export function errorText(code: ProblemCode, problem: object, t: Translate): string {
  return code === 'limited' &&
    'retryAfterSeconds' in problem &&
    typeof problem.retryAfterSeconds === 'number'
    ? t('error.limited-for', { count: problem.retryAfterSeconds })
    : t(`error.${code}`)
}
