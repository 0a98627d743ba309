import { deskPaths } from '@/lib/desk-paths'
import { formatsOf } from '@/lib/messages/messages'
import { deskPreferences } from '@/lib/preferences/request'
import type { KnownPerson } from '@/lib/support/desk-state'
import { Rich } from '../ui/rich'
import { exactTime } from '../ui/times'
import { personName, shortUserId } from './person-name'

/** Whose devices these are; stays in sight wherever an agent acts for somebody. */
export async function ActingBanner({
  userId,
  person,
}: {
  userId: string
  person: KnownPerson | null
}) {
  const { t, language, timeZone } = await deskPreferences()
  const facts = [
    ...(person?.addresses ?? []),
    person && t('desk.seen', { when: exactTime(person.seenAt, formatsOf(language), timeZone) }),
  ].filter((fact) => fact !== null)
  return (
    <aside
      aria-label={t('desk.page')}
      className="sticky top-0 z-10 mb-6 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-card border border-warn bg-warn-soft px-4 py-2 text-warn sm:px-5"
    >
      <p>
        <Rich text={t('desk.acting', { name: personName(person, t) })} />
      </p>
      <p className="order-last w-full text-small lg:order-none lg:w-auto" title={userId}>
        {t('desk.recognizeId', { id: shortUserId(userId) })}
        <span className="hidden sm:inline">
          {facts.map((fact) => (
            <span key={fact}> · {fact}</span>
          ))}
        </span>
      </p>
      <a
        className="ms-auto inline-flex min-h-11 items-center text-small font-semibold underline underline-offset-3"
        href={deskPaths.start}
      >
        {t('desk.stop')}
      </a>
    </aside>
  )
}
