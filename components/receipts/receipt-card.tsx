'use client'

import type { ReactNode } from 'react'
import { isGone, type Receipt } from '@/lib/devices/receipts/receipt-state'
import { paths } from '@/lib/web/paths'
import { StaleNotice } from '../reauth/stale-notice'
import { nameInText } from '../devices/row/device-name'
import { Fingerprint } from '../devices/row/device-mark'
import { useDeviceRoutes } from '../devices/list/device-routes'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { MessageCard } from '../ui/message-card'
import { useTranslations } from '../layout/translations'
import { EndOtherSessions } from './end-other-sessions'
import { ReceiptStory } from './receipt-story'
import { UndoForm } from './undo-form'
import { Rich, Verbatim } from '../ui/rich'

const done = { icon: 'done', tone: 'ok' } as const
const waiting = { icon: 'temporary', tone: 'calm' } as const
const unsure = { icon: 'temporary', tone: 'warn' } as const
const stays = { icon: 'alert', tone: 'calm' } as const
const failed = { icon: 'alert', tone: 'danger' } as const

const looks = {
  scheduled: waiting,
  running: waiting,
  cancelled: stays,
  overtaken: stays,
  stopped: stays,
  kept: { icon: 'alert', tone: 'warn' },
  abandoned: failed,
  confirmed: done,
  'already-gone': done,
  'not-yet-confirmed': unsure,
  'refused-by-service': failed,
  'not-sent': failed,
  unknown: failed,
} as const

/** What became of a removal, as the service showed it. A person can read it again at any time, and keep it. */
export function ReceiptCard({
  receipt,
  now,
  canAdd,
  onChange,
}: {
  receipt: Receipt
  /** When the receipt was read. */
  now: string
  /** Whether a phone can be added here. */
  canAdd: boolean
  onChange: () => void
}) {
  const translations = useTranslations()
  const { t } = translations
  const routes = useDeviceRoutes()
  const { device, state } = receipt
  const cleanUp = routes.own ? receipt.cleanUp : null
  const name = nameInText(device, translations)
  return (
    <MessageCard
      {...(receipt.waitsForService && state === 'scheduled' ? unsure : looks[state])}
      title={t(`receipt.title.${state}`, { name })}
    >
      <ReceiptStory receipt={receipt} now={now} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 rounded-card border border-line px-5 py-4 text-small">
        <Fact term={t('receipt.device')}>
          <span className="me-2">
            <Rich text={name} />
          </span>
          <Fingerprint code={device.fingerprint} />
        </Fact>
        <Fact term={t('receipt.reason')}>{t(`remove.reason.${receipt.reason}`)}</Fact>
        <Fact term={t('receipt.by')}>{t(`receipt.by.${receipt.by}`)}</Fact>
        <Fact term={t('receipt.number')}>
          <Verbatim className="font-mono">{receipt.referenceCode}</Verbatim>
        </Fact>
      </dl>
      <div className="flex flex-col flex-wrap gap-3 sm:flex-row sm:items-start">
        {routes.own && state === 'scheduled' && (
          <UndoForm
            receipt={receipt.referenceCode}
            look={buttons.primary}
            stale={(providerSkippedReauth) => (
              <div className="order-last w-full">
                <StaleNotice providerSkippedReauth={providerSkippedReauth} />
              </div>
            )}
            onChange={onChange}
          />
        )}
        <a
          className={routes.own && state === 'scheduled' ? buttons.secondary : buttons.primary}
          href={cleanUp === null ? routes.devices : paths.cleanUpProgress(cleanUp)}
        >
          {t(cleanUp === null ? 'receipt.back' : 'receipt.backToCleanUp')}
        </a>
        {canAdd && isGone(state) && device.kind === 'phone' && (
          <ButtonLink href={paths.add} label={t('receipt.addPhone')} look="secondary" />
        )}
        {routes.own && isGone(state) && <EndOtherSessions />}
        {(state === 'unknown' || (receipt.waitsForService && isUndone(state))) && (
          <a className={buttons.secondary} href={routes.remove(receipt.deviceId)}>
            {t('receipt.removeAgain')}
          </a>
        )}
        {routes.own && state !== 'scheduled' && state !== 'running' && (
          <a className={buttons.secondary} href={paths.receiptFile(receipt.referenceCode)} download>
            {t('receipt.save')}
          </a>
        )}
      </div>
    </MessageCard>
  )
}

/** Whether it came to nothing, and may be asked for again. */
function isUndone(state: Receipt['state']): boolean {
  return state === 'kept' || state === 'abandoned'
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </>
  )
}
