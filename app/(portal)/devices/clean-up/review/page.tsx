import type { Metadata } from 'next'
import { z } from 'zod'
import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { CleanUpReview } from '@/components/clean-up/clean-up-review'
import { ConfirmCard } from '@/components/reauth/confirm-card'
import { PageProblem } from '@/components/layout/page-problem'
import { problemOf } from '@/lib/actions/problems'
import { planCleanUp } from '@/lib/devices/removal/clean-up'
import { confirmationOf } from '@/lib/auth/step-up/confirmation'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { redirect303 } from '@/lib/web/redirect'
import { authorize } from '@/lib/auth/authorization/authorize'
import { ownSubject } from '@/lib/auth/authorization/subject'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.cleanUp') }
}

const ticked = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([])

export default async function CleanUpReviewPage({
  searchParams,
}: PageProps<'/devices/clean-up/review'>) {
  const params = await searchParams
  const { actor, signIn } = await requireSession(paths.cleanUp)
  const [at, deadline] = [now(), readDeadline()]
  const subject = await ownSubject(signIn, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:remove:own', subject.value) : subject
  const plan = authorized.ok
    ? await planCleanUp({ authorized: authorized.value, deadline })
    : authorized
  if (!plan.ok) return <PageProblem problem={problemOf(plan.error)} retry={paths.cleanUp} />
  const confirmation = confirmationOf(signIn, paths.cleanUpReview, params, at)
  const ids = new Set(confirmation.formDraft.device ?? ticked.parse(params['device']))
  const chosen = plan.value.candidates.filter(({ id }) => ids.has(id))
  if (chosen.length === 0) redirect303(paths.cleanUp)
  const { t } = await requestPreferences()
  return (
    <CleanUpFrame step="review">
      {confirmation.isFresh ? (
        <CleanUpReview
          chosen={chosen}
          devices={plan.value.devices}
          now={at.toISOString()}
          holdSeconds={env().REMOVAL_HOLD_SECONDS}
        />
      ) : (
        <ConfirmCard
          level={2}
          page={paths.cleanUpReview}
          confirmation={confirmation}
          entered={{ device: chosen.map(({ id }) => id) }}
          back={{ href: paths.cleanUp, label: t('cleanUp.change') }}
        >
          <p>{t('confirmFor.cleanUp', { count: chosen.length })}</p>
        </ConfirmCard>
      )}
    </CleanUpFrame>
  )
}
