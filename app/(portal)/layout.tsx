import type { ReactNode } from 'react'
import { LIST_MESSAGES } from '@/components/devices/list-messages'
import { PageFrame } from '@/components/layout/page-frame'
import { personOf } from '@/components/layout/person'
import { QueryProvider } from '@/components/query-provider'
import { WordsProvider } from '@/components/words'
import { currentSignIn } from '@/lib/identity/current'
import { messagesFor } from '@/lib/messages/catalogue'
import { requestPreferences } from '@/lib/preferences/request'

/** What client components of these pages say; everything else is said on the server. */
const CLIENT_MESSAGES = [...LIST_MESSAGES, 'outcome.', 'cleanUp.', 'device.rename', 'device.name']

/** The frame of the signed-in pages. Each page asks for the sign-in itself; a layout protects nothing. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [signIn, { language, timeZone }] = [await currentSignIn(), await requestPreferences()]
  return (
    <PageFrame person={personOf(signIn)}>
      <WordsProvider
        language={language}
        messages={messagesFor(language, CLIENT_MESSAGES)}
        timeZone={timeZone}
      >
        <QueryProvider>{children}</QueryProvider>
      </WordsProvider>
    </PageFrame>
  )
}
