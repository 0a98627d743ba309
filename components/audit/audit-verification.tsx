import { verifyAuditLogAction } from '@/lib/actions/audit'
import type { LastVerification, VerificationState } from '@/lib/audit/integrity/verification-runs'
import { supportPaths } from '@/lib/web/support-paths'
import { findingText, looksLikeAnotherSecret } from '@/lib/audit/integrity/finding-text'
import type { Translate } from '@/lib/i18n/translator'
import { PageStamp } from '../reauth/page-stamp'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { Card } from '../ui/card'
import { Failure } from '../ui/failure'
import { ReloadWithoutScript } from '../ui/reload-without-script'
import { utcTime } from './utc-time'
import { Rich, verbatim } from '../ui/rich'

/** Whether the chain is as it was written: what the last verification found, and a way to have it verified now. */
export function AuditVerification({
  state,
  problem,
  t,
}: {
  state: VerificationState
  /** Why the requested verification did not start. */
  problem: 'elsewhere' | 'records-down' | 'internal' | null
  t: Translate
}) {
  const { verifications, checkpoint, stop } = state
  const isRunning = verifications[0]?.status === 'running'
  return (
    <Card className="p-4 sm:p-5">
      <section aria-labelledby="verification" className="flex flex-col gap-3">
        <h2 id="verification" className="text-group font-bold">
          {t('trail.verification')}
        </h2>
        {problem !== null && (
          <Failure what={t('trail.verifyFailed')} why={t(`error.${problem}`)} problem={{}} />
        )}
        {stop !== null && (
          <div className="flex flex-col gap-1">
            <p className="font-bold text-danger">
              {t('trail.stopped', {
                time: utcTime(stop.at),
                why: t(`trail.stopped.${stop.why}`),
              })}
            </p>
            <p>{t('trail.stopped.lead')}</p>
          </div>
        )}
        {verifications.length === 0 && <p>{t('trail.neverVerified')}</p>}
        {verifications.map((verification) => (
          <Verified key={verification.startedAt} verification={verification} t={t} />
        ))}
        {checkpoint !== null && (
          <p className="text-small text-soft">
            {t('trail.checkpoint', { count: checkpoint.entries, time: utcTime(checkpoint.at) })}
          </p>
        )}
        {isRunning ? (
          <p>
            <ReloadWithoutScript />
            <ButtonLink href={supportPaths.trail} label={t('trail.lookAgain')} look="secondary" />
          </p>
        ) : (
          <form action={verifyAuditLogAction}>
            <PageStamp />
            <button className={buttons.secondary}>{t('trail.verify')}</button>
          </form>
        )}
      </section>
    </Card>
  )
}

function Verified({ verification, t }: { verification: LastVerification; t: Translate }) {
  const { status, startedAt } = verification
  if (status !== 'done') return <p>{t(`trail.${status}`, { time: utcTime(startedAt) })}</p>
  const { entries, dropped, findings, tookMs, by } = verification
  const isIntact = findings.length === 0
  return (
    <div className="flex flex-col gap-1">
      <p className={`text-lead font-bold ${isIntact ? 'text-ok' : 'text-danger'}`}>
        {t(isIntact ? 'trail.intact' : 'trail.broken', { count: entries })}
      </p>
      {!isIntact && (
        <ul className="list-disc ps-5 wrap-anywhere">
          {findings.map((finding) => (
            <li key={JSON.stringify(finding)}>{findingText(finding, t)}</li>
          ))}
        </ul>
      )}
      {looksLikeAnotherSecret(findings) && <p>{t('trail.secret')}</p>}
      <p className="text-small text-soft">
        <Rich
          text={t('trail.verifiedAt', {
            time: utcTime(startedAt),
            name:
              by === null ? t('trail.erased') : by.name ? verbatim(by.name) : t('trail.nameless'),
            seconds: (tookMs / 1000).toFixed(1),
          })}
        />
        {dropped > 0 && ` ${t('trail.dropped', { count: dropped })}`}
      </p>
    </div>
  )
}
