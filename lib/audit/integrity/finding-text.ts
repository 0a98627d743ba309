import type { Finding } from './verify-log'
import type { Translate } from '../../i18n/translator'

/** One finding of a verification in words: for the auditor's page and for the command. */
export function findingText(finding: Finding, t: Translate): string {
  if (finding.what === 'actor-altered') return t('finding.actor-altered', { actor: finding.actor })
  const entry = String(finding.entry)
  switch (finding.what) {
    case 'missing':
      return finding.to === finding.entry
        ? t('finding.missing.one', { entry })
        : t('finding.missing.many', { entry, to: String(finding.to) })
    case 'rolled-back':
      return t('finding.rolled-back', { entry, to: String(finding.to) })
    default:
      return t(`finding.${finding.what}`, { entry })
  }
}

/** Whether the findings look like a changed secret: many altered entries, and nothing else wrong. */
export function looksLikeAnotherSecret(findings: readonly Finding[]): boolean {
  return findings.length > 10 && findings.every(({ what }) => what === 'altered')
}
