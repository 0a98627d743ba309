import type { ListProblem } from '@/lib/actions/form-states'
import { supportPaths } from '@/lib/web/support-paths'
import { paths } from '@/lib/web/paths'
import { supportPreferences, requestPreferences } from '@/lib/i18n/request-preferences'
import { PageProblem } from '../../layout/page-problem'
import { ButtonLink } from '../../ui/button-link'
import { MessageCard } from '../../ui/message-card'
import { WithheldOr } from './withheld-card'

/** A page of support that can't be shown, or not to the person who asks; what isn't one of the person `userId` leads back to their list. */
export async function SupportProblem({
  problem,
  retry,
  userId,
}: {
  problem: ListProblem
  retry: string
  userId?: string
}) {
  if (problem.code === 'not-found' && userId !== undefined)
    return <NotInTheirList userId={userId} />
  if (problem.code !== 'not-allowed') return <PageProblem problem={problem} retry={retry} desk />
  const [support, own] = [await supportPreferences(), await requestPreferences()]
  return (
    <WithheldOr page={retry}>
      <MessageCard icon="alert" tone="warn" title={support.t('desk.refused.title')}>
        <p>{support.t('desk.refused.text')}</p>
        <p>
          <ButtonLink href={paths.devices} label={own.t('notFound.back')} />
        </p>
      </MessageCard>
    </WithheldOr>
  )
}

/** Says that a device or receipt isn't one of the person an agent acts for, or not any more; with the way back to the list. */
async function NotInTheirList({ userId }: { userId: string }) {
  const { t } = await supportPreferences()
  return (
    <MessageCard icon="unknown" tone="calm" title={t('desk.notFound.title')}>
      <p>{t('desk.notFound.text')}</p>
      <p>
        <ButtonLink href={supportPaths.person(userId)} label={t('receipt.back')} />
      </p>
    </MessageCard>
  )
}
