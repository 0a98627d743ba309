import { paths } from '@/lib/paths'
import { requestPreferences } from '@/lib/preferences/request'
import { buttons } from '../ui/button'
import { MessageCard } from '../ui/message-card'
import { ConfirmForm } from '../layout/confirm-form'

/** Asks for a fresh sign-in; says so plainly where the person comes from one that didn't help. */
export async function ConfirmCard({ again, contact }: { again: boolean; contact: string }) {
  const { t } = await requestPreferences()
  return (
    <MessageCard
      level={2}
      icon={again ? 'alert' : 'backup'}
      tone={again ? 'warn' : 'calm'}
      title={t(again ? 'add.stillStale.title' : 'add.stale.title')}
    >
      <p>{again ? t('add.stillStale.text', { contact }) : t('add.stale.text')}</p>
      <div className="flex flex-col gap-3 sm:flex-row">
        <ConfirmForm
          returnTo={paths.add}
          label={t(again ? 'add.stillStale.confirm' : 'add.stale.confirm')}
          look={`${again ? buttons.secondary : buttons.primary} w-full sm:w-auto`}
        />
        {again && (
          <a className={buttons.secondary} href={paths.devices}>
            {t('add.back')}
          </a>
        )}
      </div>
    </MessageCard>
  )
}
