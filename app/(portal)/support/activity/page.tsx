import type { Metadata } from 'next'
import { z } from 'zod'
import { ActivityProblem } from '@/components/activity/activity-problem'
import { Pager } from '@/components/activity/pager'
import { problemText, TrailFilter } from '@/components/activity/trail-filter'
import { TrailList } from '@/components/activity/trail-list'
import { TrailVerification } from '@/components/activity/trail-verification'
import { WithheldOr } from '@/components/support/withheld-card'
import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { Notice } from '@/components/ui/notice'
import { readTrail } from '@/lib/audit/trail'
import { readTrailQuery, trailAddress, type TrailQuery } from '@/lib/audit/trail-query'
import { trailState } from '@/lib/audit/verification'
import { deskPaths } from '@/lib/desk-paths'
import { requireSignIn } from '@/lib/identity/current'
import type { Translate } from '@/lib/messages/messages'
import { now } from '@/lib/platform/clock'
import { requestPreferences } from '@/lib/preferences/request'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.trail') }
}

const SHOWN = 50
/** Why a verification was not begun, as the action that leads here says it. */
const failure = z.enum(['elsewhere', 'records-down', 'internal']).nullable().catch(null)

export default async function TrailPage({ searchParams }: PageProps<'/support/activity'>) {
  const { actor, signIn } = await requireSignIn(deskPaths.trail)
  // From memory, because the records are away: whether a role still stands nobody can say.
  if (signIn.recalled) return <ActivityProblem code="records-down" retry={deskPaths.trail} />
  const at = now()
  const { problem = null, ...params } = await searchParams
  const query = readTrailQuery(params)
  const state = await trailState(actor, at)
  if (!state.ok)
    return (
      <WithheldOr page={deskPaths.trail}>
        <ActivityProblem code={state.error.code} retry={deskPaths.trail} />
      </WithheldOr>
    )
  const isClear = query.problems.length === 0
  const page = isClear ? await readTrail(actor, query, SHOWN, at) : null
  if (page?.ok === false) return <ActivityProblem code={page.error.code} retry={deskPaths.trail} />
  const { t } = await requestPreferences()
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-title font-bold tracking-tight">{t('page.trail')}</h1>
        <p className="text-soft">{t('trail.lead')}</p>
      </div>
      <TrailVerification state={state.value} problem={failure.parse(problem)} t={t} />
      <TrailFilter query={query} t={t} />
      {page === null ? (
        <Misunderstood problems={query.problems} t={t} />
      ) : (
        <>
          <Exports query={query} t={t} />
          {page.value.entries.length > 0 ? (
            <TrailList entries={page.value.entries} t={t} />
          ) : (
            <MessageCard icon="unknown" tone="calm" title={t('trail.none.title')} level={2}>
              <p>{t('trail.none.text')}</p>
            </MessageCard>
          )}
          <Pager
            newest={query.before === null ? null : trailAddress(deskPaths.trail, query.asked)}
            older={
              page.value.next === null
                ? null
                : trailAddress(deskPaths.trail, query.asked, { before: String(page.value.next) })
            }
            t={t}
          />
        </>
      )}
    </div>
  )
}

/** Nothing is better than something that wasn't asked for. What has a field is said beside it as well. */
function Misunderstood({ problems, t }: Pick<TrailQuery, 'problems'> & { t: Translate }) {
  return (
    <Notice tone="danger" alert>
      <p className="font-semibold">{t('trail.wrong')}</p>
      {problems.map((problem) => (
        <p key={`${problem.field}-${problem.text}`} className="wrap-anywhere">
          {problemText(problem, t)}
        </p>
      ))}
    </Notice>
  )
}

function Exports({ query, t }: { query: TrailQuery; t: Translate }) {
  return (
    <p className="flex flex-wrap gap-3">
      {(['csv', 'jsonl'] as const).map((format) => (
        <a
          key={format}
          className={buttons.small}
          href={trailAddress(deskPaths.trailFile, query.asked, { format })}
          download
        >
          {t(`trail.${format}`)}
        </a>
      ))}
    </p>
  )
}
