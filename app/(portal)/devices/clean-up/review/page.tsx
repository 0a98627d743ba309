import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { CleanUpReview } from '@/components/clean-up/clean-up-review'
import { ConfirmCard } from '@/components/reauth/confirm-card'
import { PageProblem } from '@/components/layout/page-problem'
import { pageTitle } from '@/components/layout/page-title'
import { loadCleanUpReview } from '@/lib/pages/own/load-clean-up'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export const generateMetadata = pageTitle('page.cleanUp')

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
        <CleanUpReview chosen={chosen} inventory={inventory} now={at.toISOString()} />
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
