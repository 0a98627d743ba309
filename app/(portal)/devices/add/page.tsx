import { AddFrame } from '@/components/activations/start/add-frame'
import { PreparedCard } from '@/components/activations/start/prepared-card'
import { StartChoice } from '@/components/activations/start/start-choice'
import { UnderwayCard } from '@/components/activations/start/underway-card'
import { canStart } from '@/components/activations/start/start-method'
import { ConfirmCard } from '@/components/reauth/confirm-card'
import { PageProblem } from '@/components/layout/page-problem'
import { shownSettings } from '@/components/layout/shown-settings'
import { pageTitle } from '@/components/layout/page-title'
import { ButtonLink } from '@/components/ui/button-link'
import { MessageCard } from '@/components/ui/message-card'
import { loadAddOptions } from '@/lib/pages/own/load-activation'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export const generateMetadata = pageTitle('page.add')

export default async function AddPage({ searchParams }: PageProps<'/devices/add'>) {
  const loaded = await loadAddOptions(await searchParams)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { options, underway, prepared, confirmation } = loaded.value
  const { t } = await requestPreferences()
  if (!options.isSetUp) return <NotSetUp />
  return (
    <AddFrame>
      {underway !== null && <UnderwayCard activation={underway} />}
      {/* The page shows what makes a start impossible first, so that the person doesn't sign in again in vain. */}
      {canStart(options) && !confirmation.isFresh ? (
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
          {options.identities.map((choice) => (
            <StartChoice
              key={choice.identity}
              choice={choice}
              several={options.identities.length > 1}
            />
          ))}
        </>
      )}
    </AddFrame>
  )
}

async function NotSetUp() {
  const { t } = await requestPreferences()
  const { brand, contact } = await shownSettings()
  return (
    <MessageCard icon="alert" tone="calm" title={t('add.notSetUp.title')}>
      <p>{t('add.notSetUp.text', { brand, contact })}</p>
      <p>
        <ButtonLink href={paths.devices} label={t('add.back')} />
      </p>
    </MessageCard>
  )
}
