'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useActionState, useState } from 'react'
import type { ListProblem, RemovalState } from '@/lib/actions/states'
import type { Device } from '@/lib/devices/device'
import { stayingDevices } from '@/lib/devices/staying'
import { paths } from '@/lib/paths'
import { deviceListOptions, ListFailure } from '@/lib/query/devices'
import { MessageCard } from '../ui/message-card'
import { useWords } from '../words'
import { deviceName } from './device-name'
import { DeviceSections } from './device-sections'
import { ListFailureCard } from './list-failure'
import { ListAge, StaleNotice } from './list-freshness'
import { ListSkeleton } from './list-skeleton'
import { submitRemoval } from './submit-removal'
import type { RemovalDialog } from './removal-dialog'

type OpenRemoval = { readonly device: Device; readonly Dialog: typeof RemovalDialog }

/** The dialog comes when it is first wanted; where it can't, the page of the same purpose opens instead. */
async function openRemoval(device: Device, open: (removal: OpenRemoval) => void): Promise<void> {
  try {
    const { RemovalDialog: Dialog } = await import('./removal-dialog')
    open({ device, Dialog })
  } catch {
    location.assign(paths.remove(device.id))
  }
}

/** My devices: rendered on the server, kept fresh here. */
export function DevicesScreen({
  initialProblem,
  brand,
  contact,
  holdSeconds,
}: {
  /** Why the server could not read the list for the first paint; null when it could. */
  initialProblem: ListProblem | null
  brand: string
  contact: string
  holdSeconds: number
}) {
  const words = useWords()
  const client = useQueryClient()
  const options = deviceListOptions()
  const list = useQuery({
    ...options,
    // After a failure on the server nothing is asked again until the person wants it.
    enabled: ({ state }) => initialProblem === null || state.data !== undefined,
  })
  const [removal, setRemoval] = useState<OpenRemoval | null>(null)
  const [state, remove, pending] = useActionState(
    async (previous: RemovalState, form: FormData) => {
      const { queryKey } = options
      // When the receipt follows, the list that is kept here is merely no longer the truth.
      await client.invalidateQueries({ queryKey, refetchType: 'none' })
      const answer = await submitRemoval(previous, form)
      void client.invalidateQueries({ queryKey })
      return answer
    },
    null,
  )
  const problem =
    list.error instanceof ListFailure
      ? list.error.problem
      : list.error !== null
        ? { code: 'no-answer' as const }
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
  const refresh = {
    readAt: list.data.readAt,
    fetching: list.isFetching,
    onRefresh: () => void list.refetch(),
  }
  return (
    <>
      <p role="status" className="sr-only">
        {pending &&
          removal &&
          words.t('row.removingNamed', { name: deviceName(removal.device, words) })}
      </p>
      {problem !== null && <StaleNotice problem={problem} {...refresh} />}
      <DeviceSections
        list={list.data}
        age={problem === null && <ListAge {...refresh} />}
        removals={
          problem !== null || list.data.records !== 'read'
            ? 'off'
            : pending
              ? 'waiting'
              : 'possible'
        }
        removing={pending && removal ? removal.device.id : null}
        onRemove={(device) => void openRemoval(device, setRemoval)}
        onChange={() => void list.refetch()}
        {...props}
      />
      {list.data.devices.length === 0 && (
        <MessageCard icon="other" tone="calm" level={2} title={words.t('empty.title')}>
          <p>{words.t('empty.text', { brand })}</p>
        </MessageCard>
      )}
      {removal && (
        <removal.Dialog
          key={removal.device.id}
          device={removal.device}
          devices={stayingDevices(list.data)}
          now={list.data.readAt}
          // What became of a try with another device is none of this dialog's business.
          state={state?.device === removal.device.id ? state : null}
          action={remove}
          pending={pending}
          onClose={() => setRemoval(null)}
          holdSeconds={holdSeconds}
          {...props}
        />
      )}
    </>
  )
}
