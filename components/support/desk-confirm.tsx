import { deskPaths } from '@/lib/desk-paths'
import { deskPreferences } from '@/lib/preferences/request'
import { ConfirmForm } from '../layout/confirm-form'
import { buttons } from '../ui/button'
import { MessageCard } from '../ui/message-card'

/** Asks an agent for a fresh sign-in before they act; says so plainly where they come from one that didn't help. */
export async function DeskConfirm({ returnTo, again }: { returnTo: string; again: boolean }) {
  const { t } = await deskPreferences()
  return (
    <MessageCard
      level={2}
      icon={again ? 'alert' : 'temporary'}
      tone={again ? 'warn' : 'calm'}
      title={t(again ? 'desk.stillStale.title' : 'desk.stale.title')}
    >
      <p>{t(again ? 'desk.stillStale.text' : 'desk.stale.text')}</p>
      <div className="flex flex-col gap-3 sm:flex-row">
        <ConfirmForm
          returnTo={returnTo}
          label={t('desk.stale.confirm')}
          look={`${again ? buttons.secondary : buttons.primary} w-full sm:w-auto`}
        />
        <a className={buttons.secondary} href={deskPaths.start}>
          {t('desk.back')}
        </a>
      </div>
    </MessageCard>
  )
}
