import type { ReactNode } from 'react'
import { inSupportVoice, messagesFor } from '@/lib/i18n/catalogue'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { TranslationsProvider } from './translations'

/** Gives the client components inside the messages whose keys begin with one of `prefixes`. The server renders all other texts. */
export async function PageTexts({
  prefixes,
  desk = false,
  children,
}: {
  prefixes: readonly string[]
  /** Whether the texts speak of another person's devices. */
  desk?: boolean
  children: ReactNode
}) {
  const { language, timeZone } = await requestPreferences()
  const messages = messagesFor(language, prefixes)
  return (
    <TranslationsProvider
      language={language}
      messages={desk ? inSupportVoice(language, messages) : messages}
      timeZone={timeZone}
    >
      {children}
    </TranslationsProvider>
  )
}
