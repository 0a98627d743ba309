import type { Metadata } from 'next'
import { AddFrame } from '@/components/activations/start/add-frame'
import { PreparedCard } from '@/components/activations/start/prepared-card'
import { StartChoice } from '@/components/activations/start/start-choice'
import { UnderwayCard } from '@/components/activations/start/underway-card'
import { canStart } from '@/components/activations/start/start-method'
import { ConfirmCard } from '@/components/reauth/confirm-card'
import { PageProblem } from '@/components/layout/page-problem'
import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { problemOf } from '@/lib/actions/problems'
import { addOptions } from '@/lib/activations/steps/add-options'
import { preparedFor } from '@/lib/activations/steps/prepared-activation'
import { latestActivation } from '@/lib/activations/tracking/read-activation'
import { branding } from '@/lib/platform/branding'
import { confirmationOf } from '@/lib/auth/step-up/confirmation'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { authorize } from '@/lib/auth/authorization/authorize'
import { ownSubject } from '@/lib/auth/authorization/subject'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.add') }
}

export default async function AddPage({ searchParams }: PageProps<'/devices/add'>) {
  const deadline = readDeadline()
  const { actor, signIn } = await requireSession(paths.add)
  const at = now()
  if (signIn.recalled) return <PageProblem problem={{ code: 'records-down' }} retry={paths.add} />
  const subject = await ownSubject(signIn, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'activations:start:own', subject.value) : subject
  if (!authorized.ok) return <PageProblem problem={problemOf(authorized.error)} retry={paths.add} />
  const options = await addOptions({ authorized: authorized.value, at, deadline })
  if (!options.ok) return <PageProblem problem={problemOf(options.error)} retry={paths.add} />
  const { identities, isSetUp } = options.value
  const { t } = await requestPreferences()
  const { name: brand, contact: stated } = branding()
  const contact = stated ?? t('coverage.support')
  if (!isSetUp) return <NotSetUp brand={brand} contact={contact} />
  const underway = await latestActivation({ authorized: authorized.value, at })
  const prepared = await preparedFor({ authorized: authorized.value, at })
  const confirmation = confirmationOf(signIn, paths.add, await searchParams, at)
  return (
    <AddFrame>
      {underway !== null && <UnderwayCard activation={underway} />}
      {/* What can't be begun anyway is said before the person is sent to sign in once more. */}
      {canStart(options.value) && !confirmation.isFresh ? (
        <ConfirmCard
          page={paths.add}
          confirmation={confirmation}
          back={{ href: paths.devices, label: t('add.back') }}
          level={2}
        >
          <p>{t('confirmFor.add')}</p>
        </ConfirmCard>
      ) : (
        <>
          {prepared !== null && <PreparedCard prepared={prepared} />}
          {identities.map((choice) => (
            <StartChoice
              key={choice.identity}
              choice={choice}
              several={identities.length > 1}
              brand={brand}
              contact={contact}
            />
          ))}
        </>
      )}
    </AddFrame>
  )
}

async function NotSetUp({ brand, contact }: { brand: string; contact: string }) {
  const { t } = await requestPreferences()
  return (
    <MessageCard icon="alert" tone="calm" title={t('add.notSetUp.title')}>
      <p>{t('add.notSetUp.text', { brand, contact })}</p>
      <p>
        <a className={buttons.primary} href={paths.devices}>
          {t('add.back')}
        </a>
      </p>
    </MessageCard>
  )
}
