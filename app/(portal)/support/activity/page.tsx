import type { Metadata } from 'next'
import { z } from 'zod'
import { HistoryProblem } from '@/components/audit/history-problem'
import { Pager } from '@/components/audit/pager'
import { problemText, AuditFilter } from '@/components/audit/audit-filter'
import { AuditList } from '@/components/audit/audit-list'
import { AuditVerification } from '@/components/audit/audit-verification'
import { WithheldOr } from '@/components/support/lookup/withheld-card'
import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { Notice } from '@/components/ui/notice'
import { readAuditLog } from '@/lib/audit/reading/read-audit-log'
import { readAuditQuery, auditAddress, type AuditQuery } from '@/lib/audit/reading/audit-query'
import { verificationState } from '@/lib/audit/integrity/verification-runs'
import { supportPaths } from '@/lib/web/support-paths'
import { requireSession } from '@/lib/auth/sessions/current-session'
import type { Translate } from '@/lib/i18n/translator'
import { now } from '@/lib/platform/clock'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.trail') }
}

const SHOWN = 50
/** Why a verification was not begun, as the action that leads here says it. */
const failure = z.enum(['elsewhere', 'records-down', 'internal']).nullable().catch(null)

export default async function TrailPage({ searchParams }: PageProps<'/support/activity'>) {
  const { actor, signIn } = await requireSession(supportPaths.trail)
  // From memory, because the records are away: whether a role still stands nobody can say.
  if (signIn.recalled) return <HistoryProblem code="records-down" retry={supportPaths.trail} />
  const at = now()
  const { problem = null, ...params } = await searchParams
  const query = readAuditQuery(params)
  const state = await verificationState(actor, at)
  if (!state.ok)
    return (
      <WithheldOr page={supportPaths.trail}>
        <HistoryProblem code={state.error.code} retry={supportPaths.trail} />
      </WithheldOr>
    )
  const isClear = query.problems.length === 0
  const page = isClear ? await readAuditLog(actor, query, SHOWN, at) : null
  if (page?.ok === false)
    return <HistoryProblem code={page.error.code} retry={supportPaths.trail} />
  const { t } = await requestPreferences()
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-title font-bold tracking-tight">{t('page.trail')}</h1>
        <p className="text-soft">{t('trail.lead')}</p>
      </div>
      <AuditVerification state={state.value} problem={failure.parse(problem)} t={t} />
      <AuditFilter query={query} t={t} />
      {page === null ? (
        <Misunderstood problems={query.problems} t={t} />
      ) : (
        <>
          <Exports query={query} t={t} />
          {page.value.entries.length > 0 ? (
            <AuditList entries={page.value.entries} t={t} />
          ) : (
            <MessageCard icon="unknown" tone="calm" title={t('trail.none.title')} level={2}>
              <p>{t('trail.none.text')}</p>
            </MessageCard>
          )}
          <Pager
            newest={query.before === null ? null : auditAddress(supportPaths.trail, query.asked)}
            older={
              page.value.next === null
                ? null
                : auditAddress(supportPaths.trail, query.asked, { before: String(page.value.next) })
            }
            t={t}
          />
        </>
      )}
    </div>
  )
}

/** Nothing is better than something that wasn't asked for. What has a field is said beside it as well. */
function Misunderstood({ problems, t }: Pick<AuditQuery, 'problems'> & { t: Translate }) {
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

function Exports({ query, t }: { query: AuditQuery; t: Translate }) {
  return (
    <p className="flex flex-wrap gap-3">
      {(['csv', 'jsonl'] as const).map((format) => (
        <a
          key={format}
          className={buttons.small}
          href={auditAddress(supportPaths.trailFile, query.asked, { format })}
          download
        >
          {t(`trail.${format}`)}
        </a>
      ))}
    </p>
  )
}
