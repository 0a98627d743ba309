import type { ReactNode } from 'react'
import { LIST_MESSAGES } from '@/components/devices/states/list-messages'
import { TranslationsProvider } from '@/components/layout/translations'
import { inSupportVoice, messagesFor } from '@/lib/i18n/catalogue'
import { requestPreferences } from '@/lib/i18n/request-preferences'

/** What client components of these pages say. */
const CLIENT_MESSAGES = [...LIST_MESSAGES, 'desk.', 'page.add']

/** The texts of the support pages. They speak of another person's devices. */
export default async function SupportLayout({ children }: { children: ReactNode }) {
  const { language, timeZone } = await requestPreferences()
  return (
    <TranslationsProvider
      language={language}
      messages={inSupportVoice(language, messagesFor(language, CLIENT_MESSAGES))}
      timeZone={timeZone}
    >
      {children}
    </TranslationsProvider>
  )
}
