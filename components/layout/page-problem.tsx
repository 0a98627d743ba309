import type { ListProblem } from '@/lib/actions/form-states'
import { paths } from '@/lib/web/paths'
import { supportPaths } from '@/lib/web/support-paths'
import { isOutage } from '@/lib/devices/list/service-outage'
import { supportPreferences, requestPreferences } from '@/lib/i18n/request-preferences'
import { ButtonLink } from '../ui/button-link'
import { CallLink } from '../devices/states/call-link'
import { MessageCard } from '../ui/message-card'
import { shownSettings } from './shown-settings'
import { Rich, verbatim } from '../ui/rich'

/** A page that can't show what was asked for, with the cause in words and a way on. */
export async function PageProblem({
  problem,
  retry,
  desk = false,
}: {
  problem: ListProblem
  retry: string
  /** Whether it is a page of support. */
  desk?: boolean
}) {
  const { t } = await (desk ? supportPreferences() : requestPreferences())
  const { brand, contact } = await shownSettings()
  const back = desk ? supportPaths.start : paths.devices
  if (problem.code === 'not-known' || problem.code === 'identity-unknown')
    return (
      <MessageCard icon="other" tone="calm" title={t('notKnown.title')}>
        <p>{t('notKnown.text', { brand, contact })}</p>
        <p>
          <ButtonLink href={back} label={t('notFound.back')} />
        </p>
      </MessageCard>
    )
  return (
    <MessageCard icon="alert" tone="warn" title={t('failure.title')}>
      <p>{t(`error.${problem.code}`)}</p>
      <p className="font-semibold text-ink">{t('failure.reassure')}</p>
      {isOutage(problem) && <p>{t('failure.urgent', { contact })}</p>}
      {!desk && isOutage(problem) && <CallLink contact={contact} />}
      <p className="flex flex-wrap gap-3">
        <ButtonLink href={retry} label={t('notice.tryAgain')} />
        <ButtonLink href={back} label={t('notFound.back')} look="secondary" />
      </p>
      {problem.reference !== undefined && (
        <p className="text-small break-all">
          <Rich text={t('failure.reference', { reference: verbatim(problem.reference) })} />
        </p>
      )}
    </MessageCard>
  )
}
