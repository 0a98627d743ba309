import type { AddOptions } from '@/lib/activations/steps/add-options'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { shownSettings } from '../../layout/shown-settings'
import { buttons } from '../../ui/button'
import { CallLink } from '../../devices/states/call-link'
import { MessageCard } from '../../ui/message-card'
import { fullDay } from '../../ui/times'
import { StartForm } from './start-form'
import { canUseOldPhone, startMethodOf } from './start-method'

type Choice = AddOptions['identities'][number]

/** The ways to set up a phone for one identity, each with its start button; or why there is none, and what helps. */
export async function StartChoice({
  choice,
  several,
}: {
  choice: Choice
  /** Whether the person has several identities. */
  several: boolean
}) {
  const { t, formats, timeZone } = await requestPreferences()
  const { brand, contact } = await shownSettings()
  const { identity, places, backup } = choice
  const way = startMethodOf(choice)
  const title = t(`add.${way}.title`)
  const named = several ? `${t('add.identity', { number: String(identity + 1) })}: ${title}` : title
  switch (way) {
    case 'full':
      return (
        <MessageCard level={2} icon="alert" tone="warn" title={named}>
          <p>{t('add.full.text', { used: String(places.used), limit: String(places.limit) })}</p>
          <Link href={paths.cleanUp} label={t('add.full.cleanUp')} look={buttons.primary} />
        </MessageCard>
      )
    case 'backup':
      return (
        <MessageCard level={2} icon="backup" tone="calm" title={named}>
          <p>
            {t('add.backup.text', { date: fullDay(backup?.storedAt ?? '', formats, timeZone) })}
          </p>
          <div className="flex flex-col gap-3 sm:flex-row sm:flex-wrap">
            <StartForm
              start="backup"
              identity={identity}
              label={t('add.backup.start')}
              look={buttons.primary}
            />
            {canUseOldPhone(choice) && (
              <StartForm
                start="old-phone"
                identity={identity}
                label={t('add.backup.oldPhone')}
                look={buttons.secondary}
              />
            )}
          </div>
        </MessageCard>
      )
    case 'elsewhere':
      return (
        <MessageCard level={2} icon="backup" tone="calm" title={named}>
          <p>{t('add.elsewhere.text', { brand })}</p>
          <p className="font-semibold text-ink">{t('add.elsewhere.next', { contact })}</p>
          <CallLink contact={contact} />
          {canUseOldPhone(choice) && (
            <StartForm
              start="old-phone"
              identity={identity}
              label={t('add.backup.oldPhone')}
              look={buttons.secondary}
            />
          )}
        </MessageCard>
      )
    case 'oldPhone':
      return (
        <>
          <MessageCard level={2} icon="other" tone="calm" title={named}>
            <p>{t('add.oldPhone.text', { brand })}</p>
            <StartForm
              start="old-phone"
              identity={identity}
              label={t('add.oldPhone.start')}
              look={buttons.primary}
            />
          </MessageCard>
          <MessageCard level={2} icon="unknown" tone="calm" title={t('add.noPhone.title')}>
            <p>{t('add.noPhone.text', { brand })}</p>
            <p className="font-semibold text-ink">{t('add.neither.next', { contact })}</p>
            <CallLink contact={contact} />
            <Link href={paths.devices} label={t('add.noPhone.remove')} look={buttons.secondary} />
          </MessageCard>
        </>
      )
    case 'neither':
      return (
        <MessageCard level={2} icon="unknown" tone="warn" title={named}>
          <p>{t('add.neither.text', { brand })}</p>
          <p className="font-semibold text-ink">{t('add.neither.next', { contact })}</p>
          <CallLink contact={contact} />
          <Link href={paths.devices} label={t('add.back')} look={buttons.secondary} />
        </MessageCard>
      )
  }
}

function Link({ href, label, look }: { href: string; label: string; look: string }) {
  return (
    <p>
      <a className={`${look} w-full sm:w-auto`} href={href}>
        {label}
      </a>
    </p>
  )
}
