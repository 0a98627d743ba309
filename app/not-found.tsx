import { NotFoundCard } from '@/components/layout/not-found-card'
import { PageFrame } from '@/components/layout/page-frame'
import { shownPersonOf } from '@/components/layout/shown-person'
import { pageTitle } from '@/components/layout/page-title'
import { currentSession } from '@/lib/auth/sessions/current-session'

export const generateMetadata = pageTitle('page.notFound')

export default async function NotFoundPage() {
  const session = await currentSession()
  return (
    <PageFrame person={shownPersonOf(session)}>
      <NotFoundCard />
    </PageFrame>
  )
}
