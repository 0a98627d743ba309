import { supportPaths } from '@/lib/web/support-paths'
import type { Translate } from '@/lib/i18n/translator'
import { Rich } from '../../ui/rich'
import { buttons } from '../../ui/button'
import { Card } from '../../ui/card'

/** How many portal sessions the person has, and the link to end them. */
export function SupportSessions({
  userId,
  count,
  t,
}: {
  userId: string
  count: number
  t: Translate
}) {
  return (
    <section aria-labelledby="sign-ins" className="flex flex-col gap-3">
      <h2 id="sign-ins" className="px-1 text-group font-bold">
        {t('desk.signIns')}
      </h2>
      <Card className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3.5 sm:px-5">
        <p>
          {count === 0 ? (
            t('desk.signIns.none')
          ) : (
            <Rich text={t('desk.signIns.count', { count })} />
          )}
        </p>
        {count > 0 && (
          <a className={buttons.small} href={supportPaths.signIns(userId)}>
            {t('desk.signIns.open')}
          </a>
        )}
      </Card>
    </section>
  )
}
