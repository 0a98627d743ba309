import type { ListProblem } from '@/lib/actions/states'
import { paths } from '@/lib/paths'
import { deskPreferences } from '@/lib/preferences/request'
import { PageProblem } from '../layout/page-problem'
import { buttons } from '../ui/button'
import { MessageCard } from '../ui/message-card'

/** A page of the desk that can't be shown, or not to whoever asks. */
export async function DeskProblem({ problem, retry }: { problem: ListProblem; retry: string }) {
  if (problem.code !== 'not-allowed') return <PageProblem problem={problem} retry={retry} desk />
  const { t } = await deskPreferences()
  return (
    <MessageCard icon="alert" tone="warn" title={t('desk.refused.title')}>
      <p>{t('desk.refused.text')}</p>
      <p>
        <a className={buttons.primary} href={paths.devices}>
          {t('notFound.back')}
        </a>
      </p>
    </MessageCard>
  )
}
