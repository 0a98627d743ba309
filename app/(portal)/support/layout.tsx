import type { ReactNode } from 'react'
import { LIST_MESSAGES } from '@/components/devices/states/list-messages'
import { PageTexts } from '@/components/layout/page-texts'

/** What client components of these pages say. */
const CLIENT_MESSAGES = [...LIST_MESSAGES, 'desk.', 'page.add']

/** The texts of the support pages. They speak of another person's devices. */
export default function SupportLayout({ children }: { children: ReactNode }) {
  return (
    <PageTexts prefixes={CLIENT_MESSAGES} desk>
      {children}
    </PageTexts>
  )
}
