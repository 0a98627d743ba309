'use client'

import type { Device } from '@/lib/devices/model/device'
import type { OutsideMark } from '@/lib/devices/outside/known-lists'
import { Icon } from '../../ui/icon'
import { stateName } from './device-name'
import { TimeText } from '../../ui/time-text'
import { useTranslations } from '../../layout/translations'

/** The icon of a device's kind and platform. */
export function DeviceIcon({ device }: { device: Device }) {
  return (
    <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-button bg-paper text-soft sm:size-10">
      <Icon name={device.kind === 'phone' ? device.platform : device.kind} />
    </span>
  )
}

/** When a device was added, as far as it is known. */
export function Added({ device: { addedAt }, now }: { device: Device; now: string }) {
  const { t } = useTranslations()
  return addedAt === null ? (
    t('row.noDate')
  ) : (
    <>
      {t('row.added')} <TimeText at={addedAt} now={now} />
    </>
  )
}

/** The code to compare with the phone or on a call, if there is one. Only codes are set in a monospaced face. */
export function Fingerprint({ code }: { code: string | null }) {
  const { t } = useTranslations()
  if (code === null) return null
  return (
    <span
      translate="no"
      className="inline-block rounded-chip border border-line bg-paper px-1.5 font-mono text-small whitespace-nowrap text-soft"
      title={t('row.fingerprint', { code })}
    >
      {code}
    </span>
  )
}

const tones = {
  quiet: 'border border-line text-soft',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
} as const

function Tag({ tone, children }: { tone: keyof typeof tones; children: string }) {
  return (
    <span className={`inline-block rounded-chip px-2 text-small font-semibold ${tones[tone]}`}>
      {children}
    </span>
  )
}

/** That something happened to a device outside of the portal. */
export function OutsideTag({ mark }: Pick<OutsideMark, 'mark'>) {
  const { t } = useTranslations()
  return <Tag tone={mark === 'new' ? 'warn' : 'danger'}>{t(`row.outside.${mark}`)}</Tag>
}

/** What is unusual about a row, in a word or two each. */
export function DeviceTags({ device, identities }: { device: Device; identities: number }) {
  const { t } = useTranslations()
  return (
    <>
      {device.inactiveState !== null && (
        <Tag tone="warn">{t('row.state', { state: stateName(device.inactiveState, t) })}</Tag>
      )}
      {device.doubt !== null && <Tag tone="warn">{t(`row.doubt.${device.doubt}`)}</Tag>}
      {device.kind === 'unknown' && device.kindSource === 'disowned' && (
        <Tag tone="warn">{t('row.disowned')}</Tag>
      )}
      {device.kind === 'unknown' && device.kindSource !== 'disowned' && device.hasPhoneVersions && (
        <Tag tone="quiet">{t('row.phoneOrBackup')}</Tag>
      )}
      {device.kind === 'backup' && device.keptBy === null && (
        <Tag tone="warn">{t('row.notKept')}</Tag>
      )}
      {device.odd.length > 0 && <Tag tone="warn">{t('row.odd')}</Tag>}
      {identities > 1 && (
        <Tag tone="quiet">{t('row.identity', { number: String(device.identity + 1) })}</Tag>
      )}
    </>
  )
}
