import type { ReactNode } from 'react'
import { LIST_MESSAGES } from '@/components/devices/list-messages'
import { WordsProvider } from '@/components/words'
import { inDeskVoice, messagesFor } from '@/lib/messages/catalogue'
import { requestPreferences } from '@/lib/preferences/request'

/** What client components of these pages say. */
const CLIENT_MESSAGES = [...LIST_MESSAGES, 'desk.', 'page.add']

/** The words of the support desk, which speak of somebody else's devices. */
export default async function SupportLayout({ children }: { children: ReactNode }) {
  const { language, timeZone } = await requestPreferences()
  return (
    <WordsProvider
      language={language}
      messages={inDeskVoice(language, messagesFor(language, CLIENT_MESSAGES))}
      timeZone={timeZone}
    >
      {children}
    </WordsProvider>
  )
}
