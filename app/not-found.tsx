import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { NotInListCard, NoSuchPageCard } from '@/components/layout/not-found-card'
import { PageFrame } from '@/components/layout/page-frame'
import { shownPersonOf } from '@/components/layout/shown-person'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { PATH_HEADER, paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.notFound') }
}

export default async function NotFoundPage() {
  const session = await currentSession()
  const path = (await headers()).get(PATH_HEADER)
  return (
    <PageFrame person={shownPersonOf(session)}>
      {path === paths.notFound ? (
        <NotInListCard />
      ) : (
        <NoSuchPageCard isSignedIn={session !== null} />
      )}
    </PageFrame>
  )
}
