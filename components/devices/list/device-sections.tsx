'use client'

import { useMemo, type ReactNode } from 'react'
import type { Device } from '@/lib/devices/model/device'
import { DISPLAY_ORDER, groupDevices } from '@/lib/devices/model/group-devices'
import { excludePendingRemovals } from '@/lib/devices/model/exclude-pending-removals'
import type { DeviceList } from '@/lib/devices/list/list-devices'
import { MessageCard } from '../../ui/message-card'
import { Notice } from '../../ui/notice'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { CameBackNotice } from './came-back-notice'
import { CoverageCard } from './coverage-card'
import { DeviceGroup } from './device-group'
import { DeviceRow } from '../row/device-row'
import { GroupRows } from './group-rows'
import { RemovedGroup } from './removed-group'
import { SlotMeter } from './slot-meter'
import { useDeviceRoutes } from './device-routes'

/** The list: coverage, places, then the groups in their fixed order. */
export function DeviceSections({
  list,
  rows,
  age,
  removals,
  removing,
  onRemove,
  onChange,
}: {
  list: DeviceList
  rows: number
  /** How old the list is, in words. */
  age: ReactNode
  /** `later` while the service can't be read, `off` while nothing can be kept, `waiting` while a removal runs. */
  removals: 'possible' | 'later' | 'off' | 'waiting'
  /** The id of the device that is being removed right now. */
  removing: string | null
  onRemove?: (device: Device) => void
  /** Something about a removal has changed; `undone`: the reference code of one that was taken back. */
  onChange: (undone?: string) => void
}) {
  const { t } = useTranslations()
  const { brand, contact } = useShownSettings()
  const { own } = useDeviceRoutes()
  const { devices, rowlessBackups, identities, unknownIdentities, readAt, pending } = list
  const groups = useMemo(() => groupDevices(devices), [devices])
  const staying = useMemo(
    () => excludePendingRemovals({ devices, rowlessBackups }, pending),
    [devices, rowlessBackups, pending],
  )
  const shown = DISPLAY_ORDER.filter((kind) => groups[kind].length > 0)
  return (
    <>
      <div className="flex flex-col gap-3">
        <CameBackNotice list={list} />
        <CoverageCard inventory={staying} now={readAt}>
          {age}
        </CoverageCard>
        {Array.from({ length: identities }, (_, identity) =>
          unknownIdentities.includes(identity) ? (
            <Notice key={identity} tone="warn">
              {t('notice.unknownIdentity', { number: String(identity + 1), contact })}
            </Notice>
          ) : (
            <SlotMeter
              key={identity}
              devices={devices.filter((device) => device.identity === identity)}
              identity={identities > 1 ? identity : null}
              cleanUp={own && removals !== 'off' && removals !== 'later'}
            />
          ),
        )}
        {list.records === 'unavailable' && (
          <Notice tone="warn" alert>
            {t('notice.noRecords')}
          </Notice>
        )}
        {devices.some(({ odd }) => odd.length > 0) && (
          <Notice tone="warn">{t('notice.odd')}</Notice>
        )}
      </div>
      {shown.map((kind) => (
        <DeviceGroup key={kind} kind={kind} count={groups[kind].length}>
          <GroupRows rows={groups[kind]} first={rows} heading={`group-${kind}`}>
            {(device, place, id) => (
              <DeviceRow
                // The service may list two rows with the same key. Both are shown.
                key={`${device.id}-${place}`}
                id={id}
                device={device}
                identities={identities}
                mark={markOf(list, device)}
                now={readAt}
                receipt={pending.find(({ deviceId }) => deviceId === device.id) ?? null}
                removal={removing === device.id ? 'running' : removals}
                onRemove={onRemove}
                onChange={onChange}
              />
            )}
          </GroupRows>
        </DeviceGroup>
      ))}
      <RemovedGroup removed={list.removed} rows={rows} />
      {devices.length === 0 && (
        <MessageCard icon="other" tone="calm" level={2} title={t('empty.title')}>
          <p>{t('empty.text', { brand })}</p>
        </MessageCard>
      )}
    </>
  )
}

function markOf({ marks }: Pick<DeviceList, 'marks'>, { id }: Device) {
  return marks.find(({ deviceId }) => deviceId === id)?.mark ?? null
}
