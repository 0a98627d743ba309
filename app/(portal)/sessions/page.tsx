import type { Metadata } from 'next'
import { SessionRow } from '@/components/sessions/session-row'
import { SessionsForm } from '@/components/sessions/sessions-form'
import { buttons } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { MessageCard } from '@/components/ui/message-card'
import { TranslationsProvider } from '@/components/layout/translations'
import { messagesFor } from '@/lib/i18n/catalogue'
import { loadSessions } from '@/lib/pages/own/load-sessions'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.signIns') }
}

export default async function SessionsPage() {
  const { sessions, at } = await loadSessions()
  const translations = await requestPreferences()
  const { t, language, timeZone } = translations
  if (sessions === null)
    return (
      <MessageCard icon="alert" tone="warn" title={t('signIns.down.title')}>
        <p>{t('error.records-down')}</p>
        <p className="font-semibold text-ink">{t('signIns.down.text')}</p>
        <p>
          <a className={buttons.primary} href={paths.signIns}>
            {t('notice.tryAgain')}
          </a>
        </p>
      </MessageCard>
    )
  const others = sessions.filter(({ isThis }) => !isThis)
  return (
    <div className="mx-auto flex max-w-180 flex-col gap-6">
      <div className="flex flex-col gap-3">
        <h1 className="text-title font-bold tracking-tight">{t('page.signIns')}</h1>
        <p className="text-soft">{t('signIns.lead', { zone: timeZone })}</p>
      </div>
      <TranslationsProvider
        language={language}
        messages={messagesFor(language, ['signIns.', 'error.', 'failure.reference'])}
        timeZone={timeZone}
      >
        <SessionsForm>
          <Card>
            <ul className="divide-y divide-line">
              {sessions.map((one) => (
                <SessionRow
                  key={one.handle}
                  session={one}
                  now={at.toISOString()}
                  translations={translations}
                />
              ))}
            </ul>
          </Card>
          {others.length === 0 ? (
            <p className="text-small text-soft">{t('signIns.one')}</p>
          ) : (
            <div className="flex flex-col gap-4">
              <p className="text-small text-soft">{t('signIns.unknown')}</p>
              <button
                name="session"
                value="others"
                className={`${buttons.secondary} sm:self-start`}
              >
                {t('signIns.endOthers')}
              </button>
            </div>
          )}
        </SessionsForm>
      </TranslationsProvider>
    </div>
  )
}
