import type { ReactNode } from 'react'
import { PageTexts } from '@/components/layout/page-texts'

/** What client components of these pages say, and no other page needs. */
const CLIENT_MESSAGES = [
  'add.',
  'sdkError.',
  'lockOut.',
  'confirm.',
  'coverage.support',
  'name.',
  'row.',
  'error.',
  'failure.reference',
  'notice.call',
  'signedOut.again',
]

/** The words of the pages that add a phone. */
export default function AddLayout({ children }: { children: ReactNode }) {
  return <PageTexts prefixes={CLIENT_MESSAGES}>{children}</PageTexts>
}
