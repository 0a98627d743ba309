import type { Metadata } from 'next'
import { NotFoundCard } from '@/components/layout/not-found-card'
import { PageFrame } from '@/components/layout/page-frame'
import { personOf } from '@/components/layout/person'
import { currentSignIn } from '@/lib/identity/current'
import { requestPreferences } from '@/lib/preferences/request'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.notFound') }
}

export default async function NotFoundPage() {
  const signIn = await currentSignIn()
  return (
    <PageFrame person={personOf(signIn)}>
      <NotFoundCard />
    </PageFrame>
  )
}
