import type { Metadata } from 'next'
import { AddFrame } from '@/components/activations/start/add-frame'
import { ActivationScreen } from '@/components/activations/progress/activation-screen'
import { PairingCode } from '@/components/activations/progress/pairing-code'
import { KnownStale } from '@/components/reauth/known-stale'
import { PageProblem } from '@/components/layout/page-problem'
import { SeededQuery } from '@/components/layout/seeded-query'
import { lockOutPolicy } from '@/lib/activations/tracking/lock-out'
import { lockOutSentence } from '@/lib/i18n/lock-out-sentence'
import { loadActivation } from '@/lib/pages/own/load-activation'
import { branding } from '@/lib/platform/branding'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { activationOptions } from '@/lib/query/activations'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.add') }
}

export default async function ActivationPage({ params }: PageProps<'/devices/add/[number]'>) {
  const { number } = await params
  const loaded = await loadActivation(number)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { activation, pairing, stale, at } = loaded.value
  const { t } = await requestPreferences()
  const { name, contact } = branding()
  return (
    <AddFrame>
      <SeededQuery
        queryKey={activationOptions(number).queryKey}
        data={{ activation, readAt: at.toISOString() }}
        at={at}
      >
        <KnownStale stale={stale}>
          <ActivationScreen
            number={number}
            brand={name}
            contact={contact ?? t('coverage.support')}
            lockOut={lockOutSentence(lockOutPolicy(), t)}
            code={pairing && <PairingCode {...pairing} brand={name} />}
          />
        </KnownStale>
      </SeededQuery>
    </AddFrame>
  )
}
