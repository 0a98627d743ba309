import { z } from 'zod'
import { PageFrame } from '@/components/layout/page-frame'
import { pageTitle } from '@/components/layout/page-title'
import { shownPersonOf } from '@/components/layout/shown-person'
import { ButtonLink } from '@/components/ui/button-link'
import { MessageCard } from '@/components/ui/message-card'
import { currentSessionIfKnown } from '@/lib/auth/sessions/current-session'
import { draftedPath } from '@/lib/auth/step-up/return-path'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { STALE_PAGES } from '@/lib/web/page-stamp'

export const generateMetadata = pageTitle('notDone.title')

/** Says why nothing was done: the page that asked for it is out of date. */
export default async function NotDonePage({ searchParams }: PageProps<'/not-done'>) {
  const { t } = await requestPreferences()
  const { problem, return: page, draft } = await searchParams
  const session = await currentSessionIfKnown()
  return (
    <PageFrame person={await shownPersonOf(session)}>
      <MessageCard icon="alert" tone="warn" title={t('notDone.title')}>
        <p role="alert" className="font-semibold text-ink">
          {t(`notDone.${z.enum(STALE_PAGES).catch('older-page').parse(problem)}`)}
        </p>
        {draft !== undefined && <p>{t('notDone.kept')}</p>}
        <ButtonLink href={draftedPath(page, draft)} label={t('notDone.again')} />
      </MessageCard>
    </PageFrame>
  )
}
