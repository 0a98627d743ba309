import type { Translate } from '@/lib/i18n/translator'
import { Card } from '../../ui/card'

/** Stands in for the list while it loads, with words when that takes long. It has the same heights, so that nothing jumps. */
export function ListSkeleton({ t }: { t: Translate }) {
  const bar = 'block rounded-chip bg-line motion-safe:animate-pulse'
  return (
    <div aria-hidden="true" className="flex flex-col gap-8" data-testid="skeleton">
      <Card className="flex flex-col gap-3 p-5 sm:p-7">
        <span className={`${bar} h-6 w-4/5`} />
        <span className={`${bar} h-6 w-3/5`} />
        <p className="words-in-time text-small text-soft">
          <span>{t('waiting.asking')}</span>
          <span>{t('waiting.slow')}</span>
        </p>
      </Card>
      {[2, 2].map((rows, group) => (
        <div key={group}>
          <span className={`${bar} mb-3 h-5 w-32`} />
          <Card className="divide-y divide-line">
            {Array.from({ length: rows }, (_, row) => (
              <div key={row} className="flex items-center gap-3 px-5 py-3">
                <span className={`${bar} size-10`} />
                <span className={`${bar} h-5 w-1/2`} />
              </div>
            ))}
          </Card>
        </div>
      ))}
    </div>
  )
}
