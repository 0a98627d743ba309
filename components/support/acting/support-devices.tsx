'use client'

import { useQuery } from '@tanstack/react-query'
import { personDevicesOptions } from '@/lib/query/support'
import { problemOfQuery } from '@/lib/query/devices'
import { DeviceSections } from '../../devices/list/device-sections'
import { ListAge, StaleListNotice } from '../../devices/list/list-freshness'
import { SupportRoutes } from './support-routes'

/** The devices of a person an agent acts for. The list looks like the person's own; each removal has a page of its own. */
export function SupportDevices({ userId, rows }: { userId: string; rows: number }) {
  const query = useQuery(personDevicesOptions(userId))
  const { data, error, refetch } = query
  if (data === undefined) return null
  const { list } = data
  const problem = problemOfQuery(error)
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
      />
    </SupportRoutes>
  )
}
