'use client'

import type { DeviceList } from '@/lib/devices/list/list-devices'
import { CallLink } from '../states/call-link'
import { Notice } from '../../ui/notice'
import { Rich } from '../../ui/rich'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { Fingerprint } from '../row/device-mark'
import { nameInText } from '../row/device-name'
import { useDeviceRoutes } from './device-routes'

/** Says that devices which were removed are listed again, and what to do. One that is being removed again needs no words. */
export function CameBackNotice({
  list: { devices, marks, pending },
}: {
  list: Pick<DeviceList, 'devices' | 'marks' | 'pending'>
}) {
  const translations = useTranslations()
  const { t } = translations
  const { contact } = useShownSettings()
  const routes = useDeviceRoutes()
  const back = devices.filter(
    ({ id }) =>
      marks.some(({ deviceId, mark }) => deviceId === id && mark === 'came-back') &&
      !pending.some(({ deviceId }) => deviceId === id),
  )
  if (back.length === 0) return null
  return (
    <Notice tone="danger" alert>
      <p className="font-semibold">{t('notice.cameBack', { count: back.length })}</p>
      <ul>
        {back.map((device, place) => (
          <li key={`${device.id}-${place}`} className="flex flex-wrap items-center gap-x-3">
            <bdi>
              <Rich text={nameInText(device, translations)} />
            </bdi>
            <Fingerprint code={device.fingerprint} />
            {device.removable && (
              <a
                href={routes.remove(device.id)}
                className="inline-flex min-h-11 items-center font-semibold underline underline-offset-3"
              >
                <Rich
                  text={t('notice.cameBack.remove', { name: nameInText(device, translations) })}
                />
              </a>
            )}
          </li>
        ))}
      </ul>
      <p>{t('notice.cameBack.text', { contact })}</p>
      <CallLink contact={contact} />
    </Notice>
  )
}
