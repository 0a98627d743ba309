import { lockOutPolicy } from '@/lib/activations/tracking/lock-out'
import { lockOutSentence } from '@/lib/i18n/lock-out-sentence'
import type { Translate } from '@/lib/i18n/translator'

const LIMITS = ['states', 'rename', 'alone'] as const

/** What support can't do, so that no agent promises it on a call. */
export function CannotCard({ t }: { t: Translate }) {
  return (
    <section aria-labelledby="cannot" className="px-1 text-small text-soft">
      <h2 id="cannot" className="mb-2 text-group font-bold text-ink">
        {t('desk.cannot.title')}
      </h2>
      <ul className="flex list-disc flex-col gap-1 ps-5">
        <li>{t('desk.cannot.lockout', { rule: lockOutSentence(lockOutPolicy(), t) })}</li>
        {LIMITS.map((limit) => (
          <li key={limit}>{t(`desk.cannot.${limit}`)}</li>
        ))}
      </ul>
    </section>
  )
}
