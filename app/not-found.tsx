import { headers } from 'next/headers'
import { NotInListCard, NoSuchPageCard } from '@/components/layout/not-found-card'
import { PageFrame } from '@/components/layout/page-frame'
import { shownPersonOf } from '@/components/layout/shown-person'
import { pageTitle } from '@/components/layout/page-title'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { PATH_HEADER, paths } from '@/lib/web/paths'

export const generateMetadata = pageTitle('page.notFound')

export default async function NotFoundPage() {
  const session = await currentSession()
  const path = (await headers()).get(PATH_HEADER)
  return (
    <PageFrame person={await shownPersonOf(session)}>
      {path === paths.notFound ? (
        <NotInListCard />
      ) : (
        <NoSuchPageCard isSignedIn={session !== null} />
      )}
    </PageFrame>
  )
}
