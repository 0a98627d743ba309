'use client'

import type { ReactNode } from 'react'
import type { Activation, AddedDevice } from '@/lib/activations/tracking/activation-state'
import { platformOf } from '@/lib/devices/model/kind'
import { paths } from '@/lib/web/paths'
import { nameInText, systemName } from '../../devices/row/device-name'
import { buttons } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { MessageCard } from '../../ui/message-card'
import { clockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { UndoActivationForm } from './leave-forms'
import { canUndo } from './steps'
import { Rich } from '../../ui/rich'

/** The phone is listed: its code to compare, a first try, and the undo. */
export function PhoneListed({
  activation,
  now,
  onChange,
}: {
  activation: Activation
  now: string
  onChange: () => void
}) {
  const { t, formats, timeZone } = useTranslations()
  const { device, endedAt, number } = activation
  const hasCode = device !== null && device.fingerprint !== null
  return (
    <MessageCard level={2} icon="done" tone="ok" title={t('add.end.listed.title')}>
      {endedAt !== null && (
        <p>{t('add.end.listed.text', { time: clockTime(endedAt, formats, timeZone, 'medium') })}</p>
      )}
      {device !== null && <NewPhone device={device} />}
      <Part title={t('add.compare.title')}>
        {t(hasCode ? 'add.compare.text' : 'add.compare.none')}
      </Part>
      <Part title={t('add.tryOnce.title')}>{t('add.tryOnce.text')}</Part>
      <p>
        <a className={`${buttons.primary} w-full sm:w-auto`} href={paths.devices}>
          {t(hasCode ? 'add.done' : 'add.doneNoCode')}
        </a>
      </p>
      <div className="border-t border-line pt-4">
        <p className="text-small">
          {t(canUndo(activation, now) ? 'add.undo.listed' : 'add.undo.over')}{' '}
          {canUndo(activation, now) && activation.usesBackup && t('add.undo.backup')}
        </p>
        {canUndo(activation, now) && <UndoActivationForm number={number} onChange={onChange} />}
      </div>
    </MessageCard>
  )
}

/** The new row, with the code large enough to be compared at arm's length. */
function NewPhone({ device }: { device: AddedDevice }) {
  const translations = useTranslations()
  const system = systemName(device.osVersion, translations.t)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card border border-line px-5 py-4">
      <span className="inline-flex size-10 items-center justify-center rounded-button bg-paper">
        <Icon name={platformOf(device.osVersion)} />
      </span>
      <div className="min-w-0 flex-1 basis-32">
        <p>
          <a
            className="font-semibold text-ink underline underline-offset-3"
            href={paths.device(device.id)}
          >
            <Rich text={nameInText(device, translations)} />
          </a>
        </p>
        {system !== null && <bdi className="text-small">{system}</bdi>}
      </div>
      {device.fingerprint !== null && (
        <p
          className="rounded-button bg-accent-soft px-3.5 py-1.5 font-mono text-title whitespace-nowrap text-accent"
          dir="ltr"
        >
          <span className="sr-only">{translations.t('row.fingerprint', { code: '' })}</span>
          <span translate="no">{device.fingerprint}</span>
        </p>
      )}
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="font-bold text-ink">{title}</h3>
      <p>{children}</p>
    </div>
  )
}
