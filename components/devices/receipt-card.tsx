import type { ReactNode } from 'react'
import type { Receipt } from '@/lib/devices/receipt'
import { formatsOf, type Language, type Translate } from '@/lib/messages/messages'
import { paths } from '@/lib/paths'
import { buttons } from '../ui/button'
import { MessageCard } from '../ui/message-card'
import { Rich } from '../ui/rich'
import { clockTime, exactTime } from '../ui/times'
import { deviceName } from './device-name'
import { Fingerprint } from './device-mark'
import { EndOthers } from './end-others'

const looks = {
  confirmed: { icon: 'done', tone: 'ok' },
  'already-gone': { icon: 'done', tone: 'ok' },
  'not-yet-confirmed': { icon: 'temporary', tone: 'warn' },
  'refused-by-service': { icon: 'alert', tone: 'danger' },
  unknown: { icon: 'alert', tone: 'danger' },
} as const

/** What became of a removal, as the service showed it; can be read again at any time, and kept. */
export function ReceiptCard({
  receipt,
  contact,
  t,
  language,
  timeZone,
}: {
  receipt: Receipt
  contact: string
  t: Translate
  language: Language
  timeZone: string
}) {
  const formats = formatsOf(language)
  const { device, outcome, at } = receipt
  const name = deviceName(device, { t, formats, timeZone })
  const gone = outcome === 'confirmed' || outcome === 'already-gone'
  return (
    <MessageCard {...looks[outcome]} title={t(`receipt.title.${outcome}`, { name })}>
      <p className={gone ? '[&>strong]:text-ok' : '[&>strong]:text-ink'}>
        <Rich
          text={t(`receipt.${outcome}`, {
            time: exactTime(at, formats, timeZone),
            utc: clockTime(at, formats, 'UTC'),
            contact,
          })}
        />{' '}
        {outcome === 'confirmed' && device.kind === 'phone' && t('receipt.phoneLearns')}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 rounded-card border border-line px-5 py-4 text-small">
        <Fact term={t('receipt.device')}>
          <span className="me-2">{name}</span>
          {device.fingerprint !== null && <Fingerprint code={device.fingerprint} />}
        </Fact>
        <Fact term={t('receipt.reason')}>{t(`remove.reason.${receipt.reason}`)}</Fact>
        <Fact term={t('receipt.by')}>{t('receipt.you')}</Fact>
        <Fact term={t('receipt.number')}>
          <span className="font-mono">{receipt.number}</span>
        </Fact>
      </dl>
      <div className="flex flex-col flex-wrap gap-3 sm:flex-row sm:items-start">
        <a className={buttons.primary} href={paths.devices}>
          {t('receipt.back')}
        </a>
        {gone && <EndOthers />}
        <a className={buttons.secondary} href={paths.receiptFile(receipt.number)} download>
          {t('receipt.save')}
        </a>
      </div>
    </MessageCard>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </>
  )
}
