import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { AddFrame } from '@/components/activations/start/add-frame'
import { ActivationScreen } from '@/components/activations/progress/activation-screen'
import { PairingCode } from '@/components/activations/progress/pairing-code'
import { KnownStale } from '@/components/reauth/known-stale'
import { PageProblem } from '@/components/layout/page-problem'
import { codesFor } from '@/lib/activations/codes/code-cookie'
import { activationLink } from '@/lib/activations/codes/activation-link'
import { findActivation } from '@/lib/activations/tracking/read-activation'
import type { Activation } from '@/lib/activations/tracking/activation-state'
import { branding } from '@/lib/platform/branding'
import { authorize } from '@/lib/auth/authorization/authorize'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { redirect303 } from '@/lib/web/redirect'
import { requireFreshAuth } from '@/lib/auth/step-up/freshness'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { activationOptions } from '@/lib/query/activations'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.add') }
}

export default async function ActivationPage({ params }: PageProps<'/devices/add/[number]'>) {
  const { number } = await params
  const { actor, signIn } = await requireSession(paths.activation(number))
  const at = now()
  if (signIn.recalled)
    return <PageProblem problem={{ code: 'records-down' }} retry={paths.activation(number)} />
  const authorized = authorize(actor, 'activations:start:own', actor)
  const activation = authorized.ok
    ? await findActivation({ authorized: authorized.value, number, at })
    : null
  if (activation === null) redirect303(paths.notFound)
  const { t } = await requestPreferences()
  const { name, contact } = branding()
  const client = new QueryClient()
  client.setQueryData(
    activationOptions(number).queryKey,
    { activation, readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <AddFrame>
      <HydrationBoundary state={dehydrate(client)}>
        <KnownStale stale={requireFreshAuth(signIn, at)}>
          <ActivationScreen
            number={number}
            brand={name}
            contact={contact ?? t('coverage.support')}
            code={await codeFor(activation, at, name)}
          />
        </KnownStale>
      </HydrationBoundary>
    </AddFrame>
  )
}

/** The code as long as it can be used, in the browser that asked for it; it goes into the page and nowhere else. */
async function codeFor(activation: Activation, at: Date, brand: string) {
  const { number, purpose, redeemedAt, ending, expiresAt } = activation
  if (redeemedAt !== null || ending !== null || at >= new Date(expiresAt)) return null
  const codes = await codesFor(number)
  if (codes === null) return null
  return (
    <PairingCode typed={codes.typed} link={activationLink(codes.code, purpose)} brand={brand} />
  )
}
