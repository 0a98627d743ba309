import { NotFoundCard } from '@/components/layout/not-found-card'
import { PageFrame } from '@/components/layout/page-frame'
import { currentSignIn } from '@/lib/identity/current'

export default async function NotFoundPage() {
  const signIn = await currentSignIn()
  return (
    <PageFrame person={signIn?.displayName ?? null}>
      <NotFoundCard />
    </PageFrame>
  )
}
