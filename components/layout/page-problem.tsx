import type { ListProblem } from '@/lib/actions/form-states'
import { paths } from '@/lib/web/paths'
import { supportPaths } from '@/lib/web/support-paths'
import { supportPreferences, requestPreferences } from '@/lib/i18n/request-preferences'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { MessageCard } from '../ui/message-card'

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
  return (
    <MessageCard icon="alert" tone="warn" title={t('failure.title')}>
      <p>{t(`error.${problem.code}`)}</p>
      <p className="font-semibold text-ink">{t('failure.reassure')}</p>
      <p className="flex flex-wrap gap-3">
        <ButtonLink href={retry} label={t('notice.tryAgain')} />
        <a className={buttons.secondary} href={desk ? supportPaths.start : paths.devices}>
          {t('notFound.back')}
        </a>
      </p>
      {problem.reference !== undefined && (
        <p className="text-small break-all">
          {t('failure.reference', { reference: problem.reference })}
        </p>
      )}
    </MessageCard>
  )
}
