'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useActionState, useCallback, useState } from 'react'
import type { RemovalState } from '@/lib/actions/form-states'
import type { DeviceList } from '@/lib/devices/list/list-devices'
import type { Device } from '@/lib/devices/model/device'
import type { RemovalReason } from '@/lib/devices/model/safeguards'
import { excludePendingRemovals } from '@/lib/devices/model/exclude-pending-removals'
import { paths } from '@/lib/web/paths'
import { deviceListOptions } from '@/lib/query/devices'
import { useTranslations } from '../../layout/translations'
import { nameInText } from '../row/device-name'
import { DeviceSections } from './device-sections'
import { ListFailureCard } from '../states/list-failure'
import { ListAge, PastTense, StaleListNotice } from './list-freshness'
import { ListSkeleton } from '../states/list-skeleton'
import { SpokenWait } from '../states/list-wait'
import type { RemovalDialog, submitRemoval } from '../removal/removal-dialog'
import { removalsFrom, useDeviceList, type FirstPaint } from './use-device-list'
import { Rich } from '../../ui/rich'

type OpenRemoval = {
  readonly device: Device
  readonly Dialog: typeof RemovalDialog
  readonly submit: typeof submitRemoval
}

/** Loads the dialog when it is first wanted. Where that fails, or the sign-in is not fresh, the page with the same form opens. */
async function openRemoval(
  device: Device,
  isFresh: boolean,
  open: (removal: OpenRemoval) => void,
): Promise<void> {
  if (!isFresh) return location.assign(paths.remove(device.id))
  try {
    const { RemovalDialog: Dialog, submitRemoval: submit } =
      await import('../removal/removal-dialog')
    open({ device, Dialog, submit })
  } catch {
    location.assign(paths.remove(device.id))
  }
}

/** The list without the pending removal of this reference code. */
function withoutPending(list: DeviceList, referenceCode: string): DeviceList {
  return {
    ...list,
    pending: list.pending.filter((removal) => removal.referenceCode !== referenceCode),
  }
}

/** My devices. The server renders the list, this keeps it fresh. */
export function DevicesScreen({
  first,
  rows,
  freshForMs,
}: {
  first: FirstPaint
  rows: number
  /** How many milliseconds after the page was made the sign-in stays fresh enough to remove a device. */
  freshForMs: number
}) {
  const translations = useTranslations()
  const client = useQueryClient()
  const { list, isReading, problem, triedAt } = useDeviceList(first)
  const { refetch } = list
  const [removal, setRemoval] = useState<OpenRemoval | null>(null)
  /** By device: the reason that was chosen in its dialog before that was closed. */
  const [chosen, setChosen] = useState<Readonly<Record<string, RemovalReason | undefined>>>({})
  const [state, remove, pending] = useActionState(
    async (previous: RemovalState, form: FormData) => {
      const { queryKey } = deviceListOptions()
      // After a removal the receipt follows, and the list that is kept here is no longer true.
      await client.invalidateQueries({ queryKey, refetchType: 'none' })
      const answer = removal === null ? previous : await removal.submit(previous, form)
      void client.invalidateQueries({ queryKey })
      return answer
    },
    null,
  )
  // The functions stay the same, so that unchanged rows are not rendered again.
  const onRemove = useCallback(
    // Counted from the request of the page. The time may end too early. Then the other page doesn't ask for a sign-in.
    (device: Device) => void openRemoval(device, performance.now() < freshForMs, setRemoval),
    [freshForMs],
  )
  const onRefresh = useCallback(() => void refetch(), [refetch])
  const onChange = useCallback(
    (undone?: string) => {
      // What was taken back is known, also while no new list can be read.
      if (undone !== undefined)
        client.setQueryData(
          deviceListOptions().queryKey,
          (known) => known && withoutPending(known, undone),
        )
      onRefresh()
    },
    [client, onRefresh],
  )

  if (
    list.data === undefined ||
    problem?.code === 'signed-out' ||
    // An old list without devices must not look like “no devices”.
    (problem !== null && list.data.devices.length === 0)
  )
    return problem === null || (isReading && problem.code !== 'signed-out') ? (
      <div>
        <ListSkeleton t={translations.t} />
        <SpokenWait />
      </div>
    ) : (
      <ListFailureCard problem={problem} onRetry={onRefresh} />
    )
  const removals = removalsFrom(list.data, problem)
  const refresh = {
    readAt: list.data.readAt,
    fetching: isReading,
    onRefresh,
  }
  return (
    <>
      <p role="status" className="sr-only">
        {pending && removal && (
          <Rich
            text={translations.t('row.removingNamed', {
              name: nameInText(removal.device, translations),
            })}
          />
        )}
      </p>
      {problem !== null && (
        <StaleListNotice problem={problem} triedAt={triedAt} removals={removals} {...refresh} />
      )}
      <DeviceSections
        list={list.data}
        rows={rows}
        age={
          problem === null ? (
            <ListAge {...refresh} />
          ) : (
            <PastTense readAt={refresh.readAt} triedAt={triedAt} />
          )
        }
        removals={removals === 'possible' && pending ? 'waiting' : removals}
        removing={pending && removal ? removal.device.id : null}
        onRemove={onRemove}
        onChange={onChange}
      />
      {removal && (
        <removal.Dialog
          key={removal.device.id}
          device={removal.device}
          inventory={excludePendingRemovals(list.data, list.data.pending)}
          now={list.data.readAt}
          // The dialog of one device does not show the result of another one.
          state={state?.device === removal.device.id ? state : null}
          action={remove}
          pending={pending}
          draft={{ reason: chosen[removal.device.id], confirmed: false }}
          onClose={(reason) => {
            setChosen({ ...chosen, [removal.device.id]: reason })
            setRemoval(null)
          }}
        />
      )}
    </>
  )
}
