'use client'

import type { Device } from '@/lib/devices/model/device'
import type { Receipt } from '@/lib/devices/receipts/receipt-state'
import { UndoForm } from '../../receipts/undo-form'
import { buttons } from '../../ui/button'
import { clockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { deviceDescription, deviceName } from './device-name'
import { useDeviceRoutes } from '../list/device-routes'

export type RemovalControlProps = {
  device: Device
  /** Its removal, when one is not over. */
  receipt: Receipt | null
  /**
   * `later` while the service can't be read: the removal can wait for it. `off` while nothing can be kept, `running`
   * while this device is being removed, `waiting` while another one is.
   */
  removal: 'possible' | 'later' | 'off' | 'running' | 'waiting'
  /** Opens the dialog. Without it the page of the removal opens. */
  onRemove?: ((device: Device) => void) | undefined
  /** Something about a removal has changed; `undone`: the reference code of one that was taken back. */
  onChange: (undone?: string) => void
}

/** What a person can do about a device in its row: remove it, undo a scheduled removal, or see how far that is. */
export function RemovalControl({
  device,
  receipt,
  removal,
  onRemove,
  onChange,
}: RemovalControlProps) {
  const translations = useTranslations()
  const { t } = translations
  const routes = useDeviceRoutes()
  if (!device.removable)
    return <span className="text-small text-soft">{t('row.notRemovable')}</span>
  // The row shows its stage, which leads to the receipt.
  if (
    removal === 'off' ||
    (receipt && receipt.state !== 'scheduled' && receipt.state !== 'unknown')
  )
    return null
  if (receipt?.state === 'scheduled')
    return routes.own ? (
      <UndoForm
        receipt={receipt.referenceCode}
        look={buttons.small}
        name={deviceName(device, translations)}
        // The receipt has room for the confirmation.
        stale={() => (
          <a className={buttons.small} href={routes.receipt(receipt.referenceCode)}>
            {t('confirm.go')}
          </a>
        )}
        onChange={(isUndone) => onChange(isUndone ? receipt.referenceCode : undefined)}
      />
    ) : null
  return (
    <a
      href={routes.remove(device.id)}
      className={buttons.quietDanger}
      aria-label={t('row.removeNamed', { description: deviceDescription(device, translations) })}
      // It stays in place while a removal runs, because the focus returns to it.
      aria-disabled={removal !== 'possible' && removal !== 'later'}
      onClick={(event) => {
        if (!onRemove || removal === 'later' || event.metaKey || event.ctrlKey || event.shiftKey)
          return
        event.preventDefault()
        if (removal === 'possible') onRemove(device)
      }}
    >
      {t(removal === 'running' ? 'row.removing' : 'row.remove')}
    </a>
  )
}

/** How far the removal of a device is, in its row. It leads to the receipt, which says more. */
export function RemovalStage({ receipt, now }: { receipt: Receipt; now: string }) {
  const { t, formats, timeZone } = useTranslations()
  const routes = useDeviceRoutes()
  const { state, until, waitsForService, referenceCode } = receipt
  return (
    <a
      className="font-semibold text-warn underline underline-offset-3"
      href={routes.receipt(referenceCode)}
    >
      {state === 'scheduled' && waitsForService
        ? t('row.waitsForService')
        : state === 'scheduled'
          ? t('row.scheduled', { time: clockTime(until ?? now, formats, timeZone, 'medium') })
          : t(
              state === 'running'
                ? 'row.removing'
                : state === 'unknown'
                  ? 'row.unsure'
                  : 'row.notYetConfirmed',
            )}
    </a>
  )
}
