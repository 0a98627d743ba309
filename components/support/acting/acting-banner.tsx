import { supportPaths } from '@/lib/web/support-paths'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import type { KnownPerson } from '@/lib/support/support-state'
import { Rich, verbatim } from '../../ui/rich'
import { fullDay } from '../../ui/times'
import { personInText, shortUserId } from '../lookup/person-name'

/** Names the owner of the devices. It stays in sight on each page where an agent acts for a person. */
export async function ActingBanner({
  userId,
  person,
}: {
  userId: string
  person: KnownPerson | null
}) {
  const { t, formats, timeZone } = await supportPreferences()
  const facts = [
    ...(person?.addresses ?? []),
    person && t('desk.seen', { when: fullDay(person.seenAt, formats, timeZone) }),
  ].filter((fact) => fact !== null)
  const others = (person?.others ?? []).map((other) =>
    [personInText(other, t), ...other.addresses.map(verbatim)].join(' '),
  )
  return (
    <aside
      aria-label={t('desk.page')}
      className="acting mb-6 flex items-center gap-4 rounded-card border border-warn bg-warn-soft px-4 py-1.5 text-warn sm:px-5"
    >
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p>
          <Rich text={t('desk.acting', { name: personInText(person, t) })} />
        </p>
        <p className="text-small" title={userId}>
          {t('desk.recognizeId', { id: shortUserId(userId) })}
          <span className="hidden sm:inline">{facts.map((fact) => ` · ${fact}`)}</span>
        </p>
        {others.length > 0 && (
          <p role="note" className="mt-1">
            <Rich text={t('desk.conflict', { names: others.join(', ') })} />
          </p>
        )}
      </div>
      <a
        className="inline-flex min-h-11 items-center text-small font-semibold whitespace-nowrap underline underline-offset-3"
        href={supportPaths.start}
      >
        {t('desk.stop')}
      </a>
    </aside>
  )
}
