'use client'

import type { ListProblem } from '@/lib/actions/form-states'
import { paths, signInAndReturn } from '@/lib/web/paths'
import { buttons } from '../../ui/button'
import { CallLink } from './call-link'
import { ButtonLink } from '../../ui/button-link'
import { MessageCard } from '../../ui/message-card'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { Rich, verbatim } from '../../ui/rich'

/** The page when there is no list to show. Each cause has its own words, and none looks like “no devices”. */
export function ListFailureCard({
  problem,
  onRetry,
}: {
  problem: ListProblem
  onRetry: () => void
}) {
  const { t } = useTranslations()
  const { brand, contact } = useShownSettings()
  switch (problem.code) {
    case 'signed-out':
      return (
        <MessageCard icon="temporary" tone="calm" level={2} title={t('ended.title')}>
          <p role="alert">{t('ended.text')}</p>
          <ButtonLink href={signInAndReturn(paths.devices)} label={t('signedOut.again')} />
        </MessageCard>
      )
    case 'not-allowed':
      return (
        <MessageCard icon="alert" tone="warn" level={2} title={t('notAllowed.title')}>
          <p>{t('notAllowed.text')}</p>
        </MessageCard>
      )
    case 'not-known':
    case 'identity-unknown':
      return (
        <MessageCard icon="other" tone="calm" level={2} title={t('notKnown.title')}>
          <p>{t('notKnown.text', { brand, contact })}</p>
          <CallLink contact={contact} />
        </MessageCard>
      )
    default:
      return <ServiceFailureCard problem={problem} contact={contact} onRetry={onRetry} />
  }
}

function ServiceFailureCard({
  problem,
  contact,
  onRetry,
}: {
  problem: ListProblem
  contact: string
  onRetry: () => void
}) {
  const { t } = useTranslations()
  return (
    <MessageCard icon="alert" tone="warn" level={2} title={t('failure.title')}>
      <div role="alert" className="flex flex-col gap-2">
        <p>{t(`error.${problem.code}`)}</p>
        <p className="font-semibold text-ink">{t('failure.reassure')}</p>
        <p>{t('failure.urgent', { contact })}</p>
      </div>
      <CallLink contact={contact} />
      <a
        className={buttons.primary}
        href={paths.devices}
        onClick={(event) => {
          event.preventDefault()
          onRetry()
        }}
      >
        {t('notice.tryAgain')}
      </a>
      {problem.reference !== undefined && (
        <p className="text-small break-all">
          <Rich text={t('failure.reference', { reference: verbatim(problem.reference) })} />
        </p>
      )}
    </MessageCard>
  )
}
