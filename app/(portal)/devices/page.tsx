import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { DevicesScreen } from '@/components/devices/devices-screen'
import { branding } from '@/lib/branding'
import { problemOf } from '@/lib/actions/problems'
import { listDevices } from '@/lib/devices/list'
import { requireSignIn } from '@/lib/identity/current'
import { ownSubject } from '@/lib/identity/subject'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/preferences/request'
import { deviceListOptions } from '@/lib/query/devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.devices') }
}

export default async function DevicesPage() {
  const deadline = readDeadline()
  const { actor, signIn } = await requireSignIn(paths.devices)
  const [{ t }, { name, contact }, at] = [await requestPreferences(), branding(), now()]
  const subject = await ownSubject(signIn, at, deadline)
  const list = subject.ok ? await listDevices(actor, subject.value, at, deadline) : subject
  const client = new QueryClient()
  if (list.ok)
    client.setQueryData(deviceListOptions().queryKey, list.value, { updatedAt: at.getTime() })
  return (
    <div className="flex flex-col gap-8">
      <h1 className="text-title font-bold tracking-tight">{t('page.devices')}</h1>
      <HydrationBoundary state={dehydrate(client)}>
        <DevicesScreen
          initialProblem={list.ok ? null : problemOf(list.error)}
          brand={name}
          contact={contact ?? t('coverage.support')}
          holdSeconds={env().REMOVAL_HOLD_SECONDS}
        />
      </HydrationBoundary>
    </div>
  )
}
