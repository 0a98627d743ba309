import type { Metadata } from 'next'
import { NotFoundCard } from '@/components/layout/not-found-card'
import { PageFrame } from '@/components/layout/page-frame'
import { currentSignIn } from '@/lib/identity/current'
import { actorOf } from '@/lib/identity/sign-ins'
import { requestPreferences } from '@/lib/preferences/request'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.notFound') }
}

export default async function NotFoundPage() {
  const signIn = await currentSignIn()
  return (
    <PageFrame person={signIn && { name: signIn.displayName, roles: actorOf(signIn).roles }}>
      <NotFoundCard />
    </PageFrame>
  )
}
