'use client'

import { useQuery } from '@tanstack/react-query'
import { personDevicesOptions } from '@/lib/query/support'
import { DeviceSections } from '../../devices/list/device-sections'
import { ListAge, PastTense, StaleListNotice } from '../../devices/list/list-freshness'
import {
  listFailure,
  removalsFrom,
  useReading,
  type FirstPaint,
} from '../../devices/list/use-device-list'
import { SupportRoutes } from './support-routes'

/** The devices of a person an agent acts for. The list looks like the person's own; each removal has a page of its own. */
export function SupportDevices({
  userId,
  first,
  rows,
}: {
  userId: string
  first: FirstPaint
  rows: number
}) {
  const query = useQuery(personDevicesOptions(userId))
  const fetching = useReading(query)
  const { data, refetch } = query
  if (data === undefined) return null
  const { list } = data
  const { problem, triedAt } = listFailure(query, list, first)
  const removals = removalsFrom(list, problem)
  const refresh = {
    readAt: list.readAt,
    fetching,
    onRefresh: () => void refetch(),
  }
  return (
    <SupportRoutes userId={userId}>
      {problem !== null && (
        <StaleListNotice problem={problem} triedAt={triedAt} removals={removals} {...refresh} />
      )}
      <DeviceSections
        list={list}
        rows={rows}
        age={
          problem === null ? (
            <ListAge {...refresh} />
          ) : (
            <PastTense readAt={refresh.readAt} triedAt={triedAt} />
          )
        }
        removals={removals}
        removing={null}
        onChange={refresh.onRefresh}
      />
    </SupportRoutes>
  )
}
