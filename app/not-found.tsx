import type { Metadata } from 'next'
import { NotFoundCard } from '@/components/layout/not-found-card'
import { PageFrame } from '@/components/layout/page-frame'
import { personOf } from '@/components/layout/person'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.notFound') }
}

export default async function NotFoundPage() {
  const signIn = await currentSession()
  return (
    <PageFrame person={personOf(signIn)}>
      <NotFoundCard />
    </PageFrame>
  )
}
