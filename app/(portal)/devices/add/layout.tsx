import type { ReactNode } from 'react'
import { TranslationsProvider } from '@/components/layout/translations'
import { messagesFor } from '@/lib/i18n/catalogue'
import { requestPreferences } from '@/lib/i18n/request-preferences'

/** What client components of these pages say, and no other page needs. */
const CLIENT_MESSAGES = [
  'add.',
  'sdkError.',
  'confirm.',
  'coverage.support',
  'name.',
  'row.',
  'error.',
  'failure.reference',
  'signedOut.again',
]

/** The words of the pages that add a phone. */
export default async function AddLayout({ children }: { children: ReactNode }) {
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
