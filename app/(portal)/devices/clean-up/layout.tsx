import type { ReactNode } from 'react'
import { LIST_MESSAGES } from '@/components/devices/states/list-messages'
import { PageTexts } from '@/components/layout/page-texts'

const CLIENT_MESSAGES = [...LIST_MESSAGES, 'outcome.', 'cleanUp.', 'device.name']

/** Gives the clean-up its own messages, so that no other page carries them. */
export default function CleanUpLayout({ children }: { children: ReactNode }) {
  return <PageTexts prefixes={CLIENT_MESSAGES}>{children}</PageTexts>
}
