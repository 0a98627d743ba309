import type { ReactNode } from 'react'
import { WordsProvider } from '@/components/words'
import { messagesFor } from '@/lib/messages/catalogue'
import { requestPreferences } from '@/lib/preferences/request'

/** What client components of these pages say, and no other page needs. */
const CLIENT_MESSAGES = [
  'add.',
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
    <WordsProvider
      language={language}
      messages={messagesFor(language, CLIENT_MESSAGES)}
      timeZone={timeZone}
    >
      {children}
    </WordsProvider>
  )
}
