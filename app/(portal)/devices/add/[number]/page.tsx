import { AddFrame } from '@/components/activations/start/add-frame'
import { ActivationScreen } from '@/components/activations/progress/activation-screen'
import { PairingCode } from '@/components/activations/progress/pairing-code'
import { KnownStale } from '@/components/reauth/known-stale'
import { PageProblem } from '@/components/layout/page-problem'
import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { loadActivation } from '@/lib/pages/own/load-activation'
import { activationOptions } from '@/lib/query/activations'

export const generateMetadata = pageTitle('page.add')

export default async function ActivationPage({ params }: PageProps<'/devices/add/[number]'>) {
  const { number } = await params
  const loaded = await loadActivation(number)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { activation, pairing, stale, at } = loaded.value
  return (
    <AddFrame>
      <SeededQuery
        of={activationOptions(number)}
        data={{ activation, readAt: at.toISOString() }}
        at={at}
      >
        <KnownStale stale={stale}>
          <ActivationScreen number={number} code={pairing && <PairingCode {...pairing} />} />
        </KnownStale>
      </SeededQuery>
    </AddFrame>
  )
}
