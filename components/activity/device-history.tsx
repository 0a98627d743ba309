import type { Entry } from '@/lib/activity/trail'
import type { Translate } from '@/lib/messages/messages'
import type { NamingWords } from '../devices/device-name'
import { exactTime } from '../ui/times'

/** What happened to a device, newest first. */
export function DeviceHistory({
  entries,
  words: { t, formats, timeZone },
}: {
  /** Null while the trail can't be read. */
  entries: readonly Entry[] | null
  words: NamingWords
}) {
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-3 text-group font-bold">
        {t('device.history')}
      </h2>
      {!entries?.length && (
        <p className="text-small text-soft">
          {t(entries === null ? 'device.historyUnreadable' : 'device.historyEmpty')}
        </p>
      )}
      <ol className="flex flex-col gap-2 text-small">
        {entries?.map((entry) => {
          const at = entry.at.toISOString()
          return (
            <li
              key={`${entry.correlationId}-${entry.type}-${at}`}
              className="flex flex-wrap gap-x-3"
            >
              <time dateTime={at} className="text-soft">
                {exactTime(at, formats, timeZone)}
              </time>
              <span>{entryText(entry, t)}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function entryText(entry: Entry, t: Translate): string {
  switch (entry.type) {
    case 'removal-intended':
      return t('history.removal-intended', { reason: t(`remove.reason.${entry.detail.reason}`) })
    case 'removal-finished':
      return t('history.removal-finished', { outcome: t(`outcome.${entry.detail.outcome}`) })
    case 'removal-refused':
      return t('history.removal-refused')
    case 'removal-held':
      return t('history.removal-held', { reason: t(`remove.reason.${entry.detail.reason}`) })
    case 'removal-cancelled':
      return t(`history.removal-cancelled.${entry.detail.why}`)
    case 'removal-abandoned':
      return t('history.removal-abandoned')
    case 'removal-by-support':
      return t('history.removal-by-support', { reason: t(`remove.reason.${entry.detail.reason}`) })
    case 'approval-requested':
    case 'approval-failed':
      return t(`history.${entry.type}`)
    case 'approval-decided':
      return t(`history.approval-decided.${entry.detail.decision}`)
    case 'device-renamed':
      return t('history.device-renamed')
    case 'client-state-stored':
    case 'client-state-destroyed':
    case 'device-reported':
      return t(`history.${entry.type}`)
    case 'activation-ended':
      return entry.detail.ending === 'listed' || entry.detail.ending === 'undone'
        ? t(`history.activation-ended.${entry.detail.ending}`)
        : ''
    case 'person-looked-up':
    case 'person-viewed':
    case 'activation-prepared':
    case 'roles-withdrawn':
    case 'activation-started':
    case 'activation-redeemed':
    case 'activation-refused':
    case 'activation-failed':
    case 'signed-in':
    case 'signed-out':
    case 'person-erased':
    case 'other-sign-ins-ended':
      // About a sign-in or a code, never about a device that is there.
      return ''
  }
}
