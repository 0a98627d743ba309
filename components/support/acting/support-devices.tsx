'use client'

import { useQuery } from '@tanstack/react-query'
import type { ListProblem } from '@/lib/actions/form-states'
import { personDevicesOptions } from '@/lib/query/support'
import { ListFailure } from '@/lib/query/devices'
import { DeviceSections } from '../../devices/list/device-sections'
import { ListAge, StaleListNotice } from '../../devices/list/list-freshness'
import { MessageCard } from '../../ui/message-card'
import { useTranslations } from '../../layout/translations'
import { SupportRoutes } from './support-routes'

/** The devices of a person an agent acts for. The list looks like the person's own; each removal has a page of its own. */
export function SupportDevices({
  userId,
  rows,
  brand,
  contact,
}: {
  userId: string
  /** How many rows of each group to begin with. */
  rows: number
  brand: string
  contact: string
}) {
  const { t } = useTranslations()
  const query = useQuery(personDevicesOptions(userId))
  const { data, error, refetch } = query
  if (data === undefined) return null
  const { list } = data
  const problem: ListProblem | null =
    error === null ? null : error instanceof ListFailure ? error.problem : { code: 'no-answer' }
  const refresh = {
    readAt: list.readAt,
    fetching: query.isFetching,
    onRefresh: () => void refetch(),
  }
  return (
    <SupportRoutes userId={userId}>
      {problem !== null && (
        <StaleListNotice
          problem={problem}
          triedAt={new Date(query.errorUpdatedAt).toISOString()}
          {...refresh}
        />
      )}
      <DeviceSections
        list={list}
        rows={rows}
        age={problem === null && <ListAge {...refresh} />}
        removals={problem !== null || list.records !== 'read' ? 'off' : 'possible'}
        removing={null}
        onChange={refresh.onRefresh}
        brand={brand}
        contact={contact}
      />
      {list.devices.length === 0 && (
        <MessageCard icon="other" tone="calm" level={2} title={t('empty.title')}>
          <p>{t('empty.text', { brand })}</p>
        </MessageCard>
      )}
    </SupportRoutes>
  )
}
