import type { ReactNode } from 'react'
import type { AuditEntry } from '@/lib/audit/log/audit-log'
import type { Device } from '@/lib/devices/model/device'
import type { Translations } from '@/lib/i18n/translator'
import { DeviceHistory } from '../../audit/device-history'
import { buttons } from '../../ui/button'
import { Card } from '../../ui/card'
import { BackLink } from '../../ui/text-link'
import type { DeviceRoutes } from '../list/device-routes'
import { DeviceFacts } from './device-facts'
import { nameInText, deviceDescription } from './device-name'
import { Rich } from '../../ui/rich'

/** The page of one device: what is known about it, what happened to it, and the way to its removal. */
export function DeviceDetails({
  device,
  history,
  routes,
  translations,
  children,
}: {
  device: Device
  /** Null while the audit log can't be read. */
  history: readonly AuditEntry[] | null
  routes: Pick<DeviceRoutes, 'devices' | 'remove'>
  translations: Translations
  /** What the reader can change. */
  children?: ReactNode
}) {
  const { t } = translations
  return (
    <div className="mx-auto flex max-w-160 flex-col gap-5">
      <BackLink href={routes.devices} label={t('device.back')} />
      <h1 className="text-title font-bold tracking-tight">
        <Rich text={nameInText(device, translations)} />
      </h1>
      <Card className="p-5 sm:p-7">
        <DeviceFacts device={device} translations={translations} />
      </Card>
      {children}
      <Card className="p-5 sm:p-7">
        <DeviceHistory entries={history} translations={translations} />
      </Card>
      {device.removable && (
        <a
          href={routes.remove(device.id)}
          className={`${buttons.danger} sm:self-start`}
          aria-label={t('row.removeNamed', {
            description: deviceDescription(device, translations),
          })}
        >
          {t('row.remove')}
        </a>
      )}
    </div>
  )
}
