import { SessionRow } from '@/components/sessions/session-row'
import { SessionsForm } from '@/components/sessions/sessions-form'
import { buttons } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import { MessageCard } from '@/components/ui/message-card'
import { TextLink } from '@/components/ui/text-link'
import { PageTexts } from '@/components/layout/page-texts'
import { pageTitle } from '@/components/layout/page-title'
import { loadSessions } from '@/lib/pages/own/load-sessions'
import { paths } from '@/lib/web/paths'
import { requestPreferences } from '@/lib/i18n/request-preferences'

export const generateMetadata = pageTitle('page.signIns')

export default async function SessionsPage() {
  const { sessions, at } = await loadSessions()
  const translations = await requestPreferences()
  const { t, timeZone } = translations
  if (sessions === null)
    return (
      <MessageCard icon="alert" tone="warn" title={t('signIns.down.title')}>
        <p>{t('error.records-down')}</p>
        <p className="font-semibold text-ink">{t('signIns.down.text')}</p>
        <p>
          <ButtonLink href={paths.signIns} label={t('notice.tryAgain')} />
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
      <PageTexts prefixes={['signIns.', 'error.', 'failure.reference']}>
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
      </PageTexts>
      <p>
        <TextLink href={paths.callNumber} label={t('callNumber.link')} />
      </p>
    </div>
  )
}
