import type { ReactNode } from 'react'
import { LIST_MESSAGES } from '@/components/devices/states/list-messages'
import { TranslationsProvider } from '@/components/layout/translations'
import { messagesFor } from '@/lib/i18n/catalogue'
import { requestPreferences } from '@/lib/i18n/request-preferences'

const CLIENT_MESSAGES = [...LIST_MESSAGES, 'outcome.', 'cleanUp.', 'device.name']

/** Gives the clean-up its own messages, so that no other page carries them. */
export default async function CleanUpLayout({ children }: { children: ReactNode }) {
  const { language, timeZone } = await requestPreferences()
  return (
    <TranslationsProvider
      language={language}
      messages={messagesFor(language, CLIENT_MESSAGES)}
      timeZone={timeZone}
    >
      {children}
    </TranslationsProvider>
  )
}
