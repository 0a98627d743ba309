import type { Metadata } from 'next'
import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { CleanUpReview } from '@/components/clean-up/clean-up-review'
import { ConfirmCard } from '@/components/reauth/confirm-card'
import { PageProblem } from '@/components/layout/page-problem'
import { loadCleanUpReview } from '@/lib/pages/own/load-clean-up'
import { paths } from '@/lib/web/paths'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.cleanUp') }
}

export default async function CleanUpReviewPage({
  searchParams,
}: PageProps<'/devices/clean-up/review'>) {
  const loaded = await loadCleanUpReview(await searchParams)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { inventory, chosen, confirmation, at } = loaded.value
  const { t } = await requestPreferences()
  return (
    <CleanUpFrame step="review">
      {confirmation.isFresh ? (
        <CleanUpReview
          chosen={chosen}
          inventory={inventory}
          now={at.toISOString()}
          holdSeconds={env().REMOVAL_HOLD_SECONDS}
        />
      ) : (
        <ConfirmCard
          level={2}
          page={paths.cleanUpReview}
          confirmation={confirmation}
          draft={{ device: chosen.map(({ id }) => id) }}
          back={{ href: paths.cleanUp, label: t('cleanUp.change') }}
        >
          <p>{t('confirmFor.cleanUp', { count: chosen.length })}</p>
        </ConfirmCard>
      )}
    </CleanUpFrame>
  )
}
