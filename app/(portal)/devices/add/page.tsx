import type { Metadata } from 'next'
import { AddFrame } from '@/components/activations/add-frame'
import { PreparedCard } from '@/components/activations/prepared-card'
import { StartChoice } from '@/components/activations/start-choice'
import { UnderwayCard } from '@/components/activations/underway-card'
import { canStart } from '@/components/activations/ways'
import { ConfirmCard } from '@/components/confirm/confirm-card'
import { PageProblem } from '@/components/layout/page-problem'
import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { problemOf } from '@/lib/actions/problems'
import { addOptions } from '@/lib/activations/options'
import { preparedFor } from '@/lib/activations/prepared'
import { latestActivation } from '@/lib/activations/read'
import { branding } from '@/lib/branding'
import { confirmationOf } from '@/lib/identity/confirmation'
import { requireSignIn } from '@/lib/identity/current'
import { ownSubject } from '@/lib/identity/subject'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestPreferences } from '@/lib/preferences/request'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.add') }
}

export default async function AddPage({ searchParams }: PageProps<'/devices/add'>) {
  const deadline = readDeadline()
  const { actor, signIn } = await requireSignIn(paths.add)
  const at = now()
  if (signIn.recalled) return <PageProblem problem={{ code: 'records-down' }} retry={paths.add} />
  const subject = await ownSubject(signIn, at, deadline)
  const options = subject.ok ? await addOptions(actor, subject.value, at, deadline) : subject
  if (!options.ok) return <PageProblem problem={problemOf(options.error)} retry={paths.add} />
  const { identities, isSetUp } = options.value
  const { t } = await requestPreferences()
  const { name: brand, contact: stated } = branding()
  const contact = stated ?? t('coverage.support')
  if (!isSetUp) return <NotSetUp brand={brand} contact={contact} />
  const underway = await latestActivation(actor, at)
  const prepared = subject.ok ? await preparedFor(actor, subject.value, at) : null
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
