import type { Translate } from '@/lib/i18n/translator'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'

/** On to what is older, and back to the newest; each is null where it leads nowhere. */
export function Pager({
  newest,
  older,
  t,
}: {
  newest: string | null
  older: string | null
  t: Translate
}) {
  if (newest === null && older === null) return null
  return (
    <nav aria-label={t('activity.pages')} className="flex flex-wrap gap-3">
      {newest !== null && (
        <ButtonLink href={newest} label={t('activity.newest')} look="secondary" />
      )}
      {older !== null && (
        <a className={buttons.secondary} href={older} rel="next">
          {t('activity.older')}
        </a>
      )}
    </nav>
  )
}
