import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ReceiptCard } from '@/components/devices/receipt-card'
import { PageProblem } from '@/components/layout/page-problem'
import { problemOf } from '@/lib/actions/problems'
import { branding } from '@/lib/branding'
import { readReceipt } from '@/lib/devices/receipt'
import { requireSignIn } from '@/lib/identity/current'
import { ownSubject } from '@/lib/identity/subject'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestPreferences } from '@/lib/preferences/request'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.receipt') }
}

export default async function ReceiptPage({ params }: PageProps<'/receipts/[number]'>) {
  const deadline = readDeadline()
  const { number } = await params
  const { actor, signIn } = await requireSignIn(paths.receipt(number))
  const at = now()
  const subject = await ownSubject(signIn, at, deadline)
  if (!subject.ok && subject.error.code !== 'not-known')
    return <PageProblem problem={problemOf(subject.error)} retry={paths.receipt(number)} />
  const receipt = subject.ok ? await readReceipt(actor, subject.value, number, at) : null
  if (receipt === null) redirect(paths.notFound)
  const preferences = await requestPreferences()
  const contact = branding().contact ?? preferences.t('coverage.support')
  return <ReceiptCard receipt={receipt} contact={contact} {...preferences} />
}
