import type { ListProblem } from '@/lib/actions/states'
import { paths } from '@/lib/paths'
import { requestPreferences } from '@/lib/preferences/request'
import { buttons } from '../ui/button'
import { MessageCard } from '../ui/message-card'

/** A page that can't show what was asked for, with the cause in words and a way on. */
export async function PageProblem({ problem, retry }: { problem: ListProblem; retry: string }) {
  const { t } = await requestPreferences()
  return (
    <MessageCard icon="alert" tone="warn" title={t('failure.title')}>
      <p>{t(`error.${problem.code}`)}</p>
      <p className="font-semibold text-ink">{t('failure.reassure')}</p>
      <p className="flex flex-wrap gap-3">
        <a className={buttons.primary} href={retry}>
          {t('notice.tryAgain')}
        </a>
        <a className={buttons.secondary} href={paths.devices}>
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
