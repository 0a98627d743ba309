import type { Metadata } from 'next'
import { NotFoundCard } from '@/components/layout/not-found-card'
import { PageFrame } from '@/components/layout/page-frame'
import { shownPersonOf } from '@/components/layout/shown-person'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.notFound') }
}

export default async function NotFoundPage() {
  const session = await currentSession()
  return (
    <PageFrame person={shownPersonOf(session)}>
      <NotFoundCard />
    </PageFrame>
  )
}
