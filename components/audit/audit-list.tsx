import { auditEvent, OUTCOMES, type Outcome as OutcomeOfEntry } from '@/lib/audit/events/events'
import type { ListedEntry } from '@/lib/audit/reading/read-entries'
import { auditAddress } from '@/lib/audit/reading/audit-query'
import { supportPaths } from '@/lib/web/support-paths'
import type { Translate } from '@/lib/i18n/translator'
import { Card } from '../ui/card'
import { entryText } from './entry-text'
import { utcTime } from './utc-time'
import { Verbatim } from '../ui/rich'
import { showsSomething } from '@/lib/platform/visible-text'

/** Entries of the audit log: one line each on a laptop, one card each on a phone. Times are UTC. */
export function AuditList({ entries, t }: { entries: readonly ListedEntry[]; t: Translate }) {
  return (
    <Card>
      <ol className="divide-y divide-line">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} t={t} />
        ))}
      </ol>
    </Card>
  )
}

const link = 'text-accent underline underline-offset-3'
const label = 'me-2 text-soft lg:sr-only'

function Entry({ entry, t }: { entry: ListedEntry; t: Translate }) {
  const { id, recordedAt, type, actor, userId } = entry
  const event = auditEvent.safeParse(entry)
  const at = recordedAt.toISOString()
  return (
    <li className="trail-entry">
      <p className="font-mono whitespace-nowrap text-soft">
        <time dateTime={at}>{utcTime(at)}</time>
      </p>
      <p className="min-w-0">
        <span className={label}>{t('trail.who')}</span>
        <a
          className={link}
          href={auditAddress(supportPaths.trail, { who: actor.name })}
          title={t('trail.everythingBy', { name: actorName(actor, t) })}
        >
          <Verbatim>{actorName(actor, t)}</Verbatim>
        </a>{' '}
        <span className="text-soft">{t(`trail.role.${actor.role}`)}</span>
      </p>
      <p className="min-w-0">
        <span className={label}>{t('trail.what')}</span>
        {event.success ? entryText(event.data, 'auditor', t) : t('history.unknown')}{' '}
        <span className="font-mono wrap-anywhere text-soft lg:block">{type}</span>
      </p>
      <p className="min-w-0">
        <span className={label}>{t('trail.whom')}</span>
        {userId === null ? (
          <span className="text-soft">{t('trail.nobody')}</span>
        ) : (
          <a
            className={`${link} font-mono`}
            href={auditAddress(supportPaths.trail, { whom: userId })}
            title={userId}
            aria-label={t('trail.everythingAbout', { id: shortId(userId) })}
          >
            {shortId(userId)}
          </a>
        )}
      </p>
      <p>
        <span className={label}>{t('trail.outcome')}</span>
        <Outcome outcome={entry.outcome} t={t} />
      </p>
      <details className="min-w-0 lg:open:col-span-full">
        <summary
          className="inline-flex min-h-6 cursor-pointer items-center text-soft underline underline-offset-3"
          aria-label={t('trail.detailsOf', { number: String(id) })}
        >
          {t('trail.details')}
        </summary>
        <pre className="mt-2 rounded-chip bg-paper p-3 font-mono text-small wrap-anywhere whitespace-pre-wrap">
          {factsOf(entry)}
        </pre>
      </details>
    </li>
  )
}

const tones = {
  done: '',
  open: '',
  refused: 'rounded-chip px-2 font-semibold bg-warn-soft text-warn',
  failed: 'rounded-chip px-2 font-semibold bg-danger-soft text-danger',
} as const satisfies Record<OutcomeOfEntry, string>

function Outcome({ outcome, t }: { outcome: string; t: Translate }) {
  const known = OUTCOMES.find((one) => one === outcome)
  // One that a newer version wrote.
  if (known === undefined) return outcome
  return <span className={tones[known]}>{t(`trail.outcome.${known}`)}</span>
}

/** The name of the actor. */
function actorName({ person }: ListedEntry['actor'], t: Translate): string {
  if (person === null) return t('trail.erased')
  return showsSomething(person.displayName ?? '') ? (person.displayName ?? '') : person.subject
}

/** “A1B2…0718”: enough to tell people apart on one page; the whole ID is in the details. */
function shortId(userId: string): string {
  return userId.length > 12 ? `${userId.slice(0, 4)}…${userId.slice(-4)}` : userId
}

/** The entry as it is stored, as text. */
function factsOf({ id, actor, ...entry }: ListedEntry): string {
  const { name, role, person } = actor
  return JSON.stringify({ entry: id, ...entry, actor: name, actorRole: role, person }, null, 2)
}
