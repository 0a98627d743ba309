import type { Device, DeviceKind } from '@/lib/devices/model/device'
import { platformOf } from '@/lib/devices/model/kind'
import type { Translate, Translations } from '@/lib/i18n/translator'
import { OTHER_STATE, OTHER_SYSTEM, OTHER_VERSION } from '@/lib/platform/visible-text'
import { fullDay } from '../../ui/times'
import { verbatim } from '../../ui/rich'

type Nameable = {
  readonly kind: DeviceKind
  readonly nickname?: string | null
  readonly osVersion: string | null
  readonly addedAt: string | null
}

/** The name of a device: the person's own name for it, or else what it is. */
export function deviceName(device: Nameable, { t, formats, timeZone }: Translations): string {
  if (device.nickname) return device.nickname.replaceAll('**', '*')
  if (device.kind === 'phone') return t(`name.${platformOf(device.osVersion)}`)
  const date = device.addedAt === null ? null : fullDay(device.addedAt, formats, timeZone)
  switch (device.kind) {
    case 'backup':
      return date === null ? t('name.undatedBackup') : t('name.backup', { date })
    case 'temporary':
      return date === null ? t('name.undatedTemporary') : t('name.temporary', { date })
    case 'unknown':
      return date === null ? t('name.undatedUnknown') : t('name.unknown', { date })
  }
}

/** The same for a sentence that `Rich` shows: the person's own name for it stands as it is. */
export function nameInText(device: Nameable, translations: Translations): string {
  const name = deviceName(device, translations)
  return device.nickname ? verbatim(name) : name
}

/** The system that a device's row states, in words; null where it states none. */
export function systemName(osVersion: string | null, t: Translate): string | null {
  return osVersion === OTHER_SYSTEM ? t('name.otherSystem') : osVersion
}

/** The service's word for a device's state, or that it is another one. */
export function stateName(state: string, t: Translate): string {
  return state === OTHER_STATE ? t('name.otherState') : state
}

/** The name and what tells the device from others of that name: “iPhone, iOS 17.4, added 15 January 2025”. */
export function deviceDescription(device: Device, translations: Translations): string {
  const { t, formats, timeZone } = translations
  const added =
    device.addedAt === null
      ? t('row.noDate')
      : t('row.addedOn', { date: fullDay(device.addedAt, formats, timeZone) })
  const system = systemName(device.osVersion, t)
  return [deviceName(device, translations), system, added].filter(Boolean).join(', ')
}

/** The line below the name: system and app version. */
export function deviceSubtitle(device: Device, { t }: Translations): string {
  const { osVersion, sdkVersion } = device
  const app = sdkVersion && sdkVersion !== OTHER_VERSION && t('row.app', { version: sdkVersion })
  return [systemName(osVersion, t), app].filter(Boolean).join(' · ')
}
