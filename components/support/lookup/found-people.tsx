'use client'

import type { FindState } from '@/lib/actions/form-states'
import { supportPaths } from '@/lib/web/support-paths'
import type { FoundPerson } from '@/lib/support/support-state'
import { buttons } from '../../ui/button'
import { Card } from '../../ui/card'
import { Failure } from '../../ui/failure'
import { Notice } from '../../ui/notice'
import { fullDay } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { personName, personInText, shortUserId } from './person-name'
import { Rich } from '../../ui/rich'

/** The people that a search found, or why it found none. */
export function FoundPeople({ state }: { state: FindState }) {
  const { t } = useTranslations()
  if (state === null) return null
  if (state.code === 'limited')
    return (
      <Notice tone="warn" alert>
        {t('desk.find.limited', { count: state.retryAfterSeconds })}
      </Notice>
    )
  if (state.code !== 'found')
    return (
      <Failure
        what={t('desk.find.failed')}
        why={t(state.code === 'blank-ends' ? 'desk.find.blankEnds' : `error.${state.code}`)}
        problem={state}
      />
    )
  return (
    <section aria-labelledby="found" role="status">
      <h2 id="found" className="mb-3 px-1 text-group font-bold">
        {t('desk.find.results')}{' '}
        <span className="text-small font-normal text-soft">{state.people.length}</span>
      </h2>
      <Card>
        {state.people.length === 0 ? (
          <p className="px-5 py-4 text-soft">{t(`desk.find.none.${state.by}`)}</p>
        ) : (
          <ul className="divide-y divide-line">
            {state.people.map((person, place) => (
              <Person key={person.userIds[0] ?? place} found={person} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  )
}

function Person({ found: { userIds, person, exact } }: { found: FoundPerson }) {
  const { t, formats, timeZone } = useTranslations()
  const name = personName(person, t)
  const [first, ...others] = userIds
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <bdi className="font-semibold wrap-anywhere">
            <Rich text={personInText(person, t)} />
          </bdi>
          <span className="text-small text-soft">
            {t(exact ? 'desk.find.exact' : 'desk.find.begins')}
          </span>
        </p>
        {person !== null && person.seenAt !== null && (
          <p className="text-small text-soft">
            {[
              ...person.addresses,
              t('desk.seen', { when: fullDay(person.seenAt, formats, timeZone) }),
            ].join(' · ')}
          </p>
        )}
        {first === undefined && (
          <p className="text-small font-semibold text-warn">{t('desk.find.notInRecognize')}</p>
        )}
        {first !== undefined && (
          <p className="text-small text-soft">
            {userIds.map((userId) => (
              <a
                key={userId}
                href={supportPaths.person(userId)}
                title={userId}
                className="me-2 inline-flex min-h-6 items-center underline-offset-3 hover:underline"
              >
                {t('desk.recognizeId', { id: shortUserId(userId) })}
              </a>
            ))}
            {others.length > 0 && t('desk.find.identities', { count: userIds.length })}
          </p>
        )}
      </div>
      {first !== undefined && (
        <a
          className={buttons.primary}
          href={supportPaths.person(first)}
          aria-label={t('desk.find.openNamed', { name })}
        >
          {t('desk.find.open')}
        </a>
      )}
    </li>
  )
}
