import { HistoryProblem } from '@/components/audit/history-problem'
import { Pager } from '@/components/audit/pager'
import { problemText, AuditFilter } from '@/components/audit/audit-filter'
import { AuditList } from '@/components/audit/audit-list'
import { AuditVerification } from '@/components/audit/audit-verification'
import { FileLink } from '@/components/reauth/page-stamp'
import { WithheldOr } from '@/components/support/lookup/withheld-card'
import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { Notice } from '@/components/ui/notice'
import { auditAddress, type AuditQuery } from '@/lib/audit/reading/audit-query'
import { loadAuditLog } from '@/lib/pages/support/load-audit-log'
import { supportPaths } from '@/lib/web/support-paths'
import type { Translate } from '@/lib/i18n/translator'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { pageTitle } from '@/components/layout/page-title'

export const generateMetadata = pageTitle('page.trail')

export default async function AuditLogPage({ searchParams }: PageProps<'/support/activity'>) {
  const loaded = await loadAuditLog(await searchParams)
  if (!loaded.ok)
    return (
      <WithheldOr page={supportPaths.trail}>
        <HistoryProblem code={loaded.error.code} retry={supportPaths.trail} />
      </WithheldOr>
    )
  const { query, page, verification, verificationProblem } = loaded.value
  const { t } = await requestPreferences()
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-title font-bold tracking-tight">{t('page.trail')}</h1>
        <p className="text-soft">{t('trail.lead')}</p>
      </div>
      <AuditVerification state={verification} problem={verificationProblem} t={t} />
      <AuditFilter query={query} t={t} />
      {page === null ? (
        <Misunderstood problems={query.problems} t={t} />
      ) : (
        <>
          <Exports query={query} t={t} />
          {page.entries.length > 0 ? (
            <AuditList entries={page.entries} t={t} />
          ) : (
            <MessageCard icon="unknown" tone="calm" title={t('trail.none.title')} level={2}>
              <p>{t('trail.none.text')}</p>
            </MessageCard>
          )}
          <Pager
            newest={query.before === null ? null : auditAddress(supportPaths.trail, query.asked)}
            older={
              page.next === null
                ? null
                : auditAddress(supportPaths.trail, query.asked, { before: String(page.next) })
            }
            t={t}
          />
        </>
      )}
    </div>
  )
}

/** An invalid filter shows no entries, so that the auditor never sees entries they did not ask for. */
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
        <FileLink
          key={format}
          className={buttons.small}
          href={auditAddress(supportPaths.trailFile, query.asked, { format })}
        >
          {t(`trail.${format}`)}
        </FileLink>
      ))}
    </p>
  )
}
