import type { ReactNode } from 'react'
import { LIST_MESSAGES } from '@/components/devices/states/list-messages'
import { PageFrame } from '@/components/layout/page-frame'
import { shownPersonOf } from '@/components/layout/shown-person'
import { QueryProvider } from '@/components/layout/query-provider'
import { TranslationsProvider } from '@/components/layout/translations'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { messagesFor } from '@/lib/i18n/catalogue'
import { requestPreferences } from '@/lib/i18n/request-preferences'

/** The messages for the client components of these pages. The server renders all other texts. */
const CLIENT_MESSAGES = [...LIST_MESSAGES, 'outcome.', 'device.rename', 'device.name']

/** The frame of the signed-in pages. Each page checks the session itself, because a layout protects nothing. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [session, { language, timeZone }] = [await currentSession(), await requestPreferences()]
  const person = shownPersonOf(session)
  return (
    <PageFrame person={person}>
      <TranslationsProvider
        language={language}
        messages={messagesFor(language, CLIENT_MESSAGES)}
        timeZone={timeZone}
      >
        <QueryProvider key={person?.stamp}>{children}</QueryProvider>
      </TranslationsProvider>
    </PageFrame>
  )
}
