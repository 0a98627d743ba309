import type { Metadata } from 'next'
import { ConfirmCard } from '@/components/reauth/confirm-card'
import { RemovalPageForm } from '@/components/devices/removal/removal-page-form'
import { DeviceToRemoveCard } from '@/components/devices/removal/device-to-remove-card'
import { PageProblem } from '@/components/layout/page-problem'
import { branding } from '@/lib/platform/branding'
import { REMOVAL_REASONS } from '@/lib/devices/model/safeguards'
import { findDevice } from '@/lib/devices/list/find-device'
import { confirmationOf } from '@/lib/auth/step-up/confirmation'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { redirect303 } from '@/lib/web/redirect'
import { authorize } from '@/lib/auth/authorization/authorize'
import { ownSubject } from '@/lib/auth/authorization/subject'
import { problemOf } from '@/lib/actions/problems'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.remove') }
}

export default async function RemovePage({
  params,
  searchParams,
}: PageProps<'/devices/[id]/remove'>) {
  const deadline = readDeadline()
  const { id } = await params
  const { actor, signIn } = await requireSession(paths.remove(id))
  const [{ t }, { name, contact }, at] = [await requestPreferences(), branding(), now()]
  const subject = await ownSubject(signIn, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  const found = authorized.ok
    ? await findDevice({ authorized: authorized.value, deviceId: id, deadline })
    : authorized
  if (!found.ok && found.error.code === 'not-found') redirect303(paths.notFound)
  if (!found.ok) return <PageProblem problem={problemOf(found.error)} retry={paths.remove(id)} />
  const confirmation = confirmationOf(signIn, paths.remove(id), await searchParams, at)
  const { reason, confirmed } = confirmation.formDraft
  // By name: a browser gets all that the form is given, and the user id stays here.
  const { device, impact } = found.value
  return (
    <RemovalPageForm
      device={device}
      impact={impact}
      now={at.toISOString()}
      brand={name}
      contact={contact ?? t('coverage.support')}
      holdSeconds={env().REMOVAL_HOLD_SECONDS}
      entered={{
        reason: REMOVAL_REASONS.find((one) => one === reason?.[0]),
        confirmed: confirmed !== undefined,
      }}
      ask={
        confirmation.isFresh ? null : (
          <ConfirmCard
            page={paths.remove(id)}
            confirmation={confirmation}
            back={{ href: paths.devices, label: t('remove.keep') }}
          >
            <DeviceToRemoveCard device={device} now={at.toISOString()} />
            <p>{t('confirmFor.removal')}</p>
          </ConfirmCard>
        )
      }
    />
  )
}
