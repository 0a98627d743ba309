'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useActionState, useState } from 'react'
import { removeDevice } from '@/lib/actions/devices'
import type { ListProblem, RemovalState } from '@/lib/actions/states'
import type { Device } from '@/lib/devices/device'
import { deviceListOptions, ListFailure } from '@/lib/query/devices'
import { MessageCard } from '../ui/message-card'
import { useWords } from '../words'
import { deviceName } from './device-name'
import { DeviceSections } from './device-sections'
import { ListFailureCard } from './list-failure'
import { ListFreshness } from './list-freshness'
import { ListSkeleton } from './list-skeleton'
import { RemovalDialog } from './removal-dialog'

/** My devices: rendered on the server, kept fresh here. */
export function DevicesScreen({
  initialProblem,
  brand,
  contact,
}: {
  /** Why the server could not read the list for the first paint; null when it could. */
  initialProblem: ListProblem | null
  brand: string
  contact: string
}) {
  const words = useWords()
  const client = useQueryClient()
  const options = deviceListOptions()
  const list = useQuery({ ...options, refetchOnMount: initialProblem === null })
  const [target, setTarget] = useState<Device | null>(null)
  const [state, remove, pending] = useActionState(
    async (previous: RemovalState, form: FormData) => {
      try {
        return await removeDevice(previous, form)
      } finally {
        // Also when the receipt follows: the list that is kept here is no longer the truth.
        await client.invalidateQueries({ queryKey: options.queryKey, refetchType: 'none' })
      }
    },
    null,
  )
  const problem =
    list.error instanceof ListFailure
      ? list.error.problem
      : list.error !== null
        ? { code: 'internal' as const }
        : list.data === undefined
          ? initialProblem
          : null
  const props = { brand, contact }

  if (list.data === undefined || problem?.code === 'signed-out')
    return problem === null || (list.isFetching && problem.code !== 'signed-out') ? (
      <ListSkeleton label={words.t('coverage.refreshing')} />
    ) : (
      <ListFailureCard problem={problem} onRetry={() => void list.refetch()} {...props} />
    )
  return (
    <>
      <p role="status" className="sr-only">
        {pending && target && words.t('row.removingNamed', { name: deviceName(target, words) })}
      </p>
      <ListFreshness
        readAt={list.data.readAt}
        problem={problem}
        fetching={list.isFetching}
        onRefresh={() => void list.refetch()}
      />
      {list.data.devices.length === 0 && (
        <MessageCard icon="other" tone="calm" level={2} title={words.t('empty.title')}>
          <p>{words.t('empty.text', { brand })}</p>
        </MessageCard>
      )}
      <DeviceSections
        list={list.data}
        removable={problem === null && !pending}
        removing={pending && target ? target.id : null}
        onRemove={setTarget}
        {...props}
      />
      {target && (
        <RemovalDialog
          key={target.id}
          device={target}
          devices={list.data.devices}
          now={list.data.readAt}
          state={state}
          action={remove}
          pending={pending}
          onClose={() => {
            if (!pending) setTarget(null)
          }}
          {...props}
        />
      )}
    </>
  )
}
