import type { Device } from '@/lib/devices/model/device'
import { env } from '@/lib/platform/env'
import type { Translations } from '@/lib/i18n/translator'
import { OTHER_VERSION } from '@/lib/platform/visible-text'
import { exactTime } from '../../ui/times'
import { Fingerprint } from './device-mark'
import { stateName, systemName } from './device-name'

/** Everything that is known about a device, with labels, and how it is known. */
export function DeviceFacts({
  device,
  translations: { t, formats, timeZone },
}: {
  device: Device
  translations: Translations
}) {
  const none = t('device.notStated')
  const zone = env().RECOGNIZE_TIMEZONE
  const exact = (at: string) => (
    <time key={at} dateTime={at}>
      {exactTime(at, formats, timeZone)}
    </time>
  )
  const { sdkVersion, inactiveState } = device
  const facts = [
    [t('device.kind'), t(`device.kind.${device.kind}`)],
    [t('device.known'), t(`device.known.${device.kindSource}`)],
    [t('device.added'), device.addedAt === null ? t('row.noDate') : exact(device.addedAt)],
    ...(device.lastSeenAt === null
      ? []
      : [[t('device.lastSeen'), exact(device.lastSeenAt)] as const]),
    [t('device.os'), systemName(device.osVersion, t) ?? none],
    [t('device.sdk'), sdkVersion === OTHER_VERSION ? t('name.otherVersion') : (sdkVersion ?? none)],
    [
      t('device.state'),
      (inactiveState && stateName(inactiveState, t)) ??
        (device.doubt === 'no-state' ? none : t('device.stateActive')),
    ],
    ...(device.kind === 'backup'
      ? [[t('device.keptBy'), t(`device.keptBy.${device.keptBy ?? 'none'}`)] as const]
      : []),
    ...(device.odd.length > 0 ? [[t('device.odd'), device.odd.join(', ')] as const] : []),
  ] as const
  return (
    <section aria-labelledby="facts">
      <h2 id="facts" className="mb-3 text-group font-bold">
        {t('device.facts')}
      </h2>
      <dl className="grid gap-x-6 gap-y-2 text-small sm:grid-cols-[auto_1fr]">
        {device.fingerprint !== null && (
          <>
            <dt className="text-soft">{t('device.fingerprint')}</dt>
            <dd>
              <Fingerprint code={device.fingerprint} /> {t('device.fingerprintHint')}
            </dd>
          </>
        )}
        {facts.map(([term, fact]) => (
          <div key={term} className="contents">
            <dt className="text-soft">{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-small text-soft">{t('device.zone', { zone })}</p>
    </section>
  )
}
