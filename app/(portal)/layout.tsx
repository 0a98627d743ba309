import type { ReactNode } from 'react'
import { LIST_MESSAGES } from '@/components/devices/states/list-messages'
import { PageFrame } from '@/components/layout/page-frame'
import { PageTexts } from '@/components/layout/page-texts'
import { QueryProvider } from '@/components/layout/query-provider'
import { SettingsProvider } from '@/components/layout/settings-context'
import { shownPersonOf } from '@/components/layout/shown-person'
import { shownSettings } from '@/components/layout/shown-settings'
import { currentSession } from '@/lib/auth/sessions/current-session'

/** The frame of the signed-in pages. Each page checks the session itself, because a layout protects nothing. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const person = await shownPersonOf(await currentSession())
  return (
    <PageFrame person={person}>
      <SettingsProvider settings={await shownSettings()}>
        <PageTexts
          prefixes={[...LIST_MESSAGES, 'outcome.', 'device.rename', 'device.name', 'label.']}
        >
          <QueryProvider key={person?.stamp}>{children}</QueryProvider>
        </PageTexts>
      </SettingsProvider>
    </PageFrame>
  )
}
