'use client'

import type { Activation } from '@/lib/activations/tracking/activation-state'
import { paths } from '@/lib/web/paths'
import { buttons } from '../../ui/button'
import { ButtonLink } from '../../ui/button-link'
import { MessageCard } from '../../ui/message-card'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { UndoActivationForm } from './leave-forms'
import { PhoneListed } from './phone-listed'
import { StartForm } from '../start/start-form'

/** How an activation ended, and what to do next. */
export function ActivationEnd({
  activation,
  now,
  onChange,
}: {
  activation: Activation
  /** When the activation was read. */
  now: string
  onChange: () => void
}) {
  const { t } = useTranslations()
  const { contact } = useShownSettings()
  const { ending } = activation
  switch (ending) {
    case null:
      return null
    case 'listed':
      return <PhoneListed activation={activation} now={now} onChange={onChange} />
    case 'stored':
      return (
        <MessageCard level={2} icon="done" tone="ok" title={t('add.end.stored.title')}>
          <p>{t('add.end.stored.text')}</p>
          <StartForm
            start="made-state"
            previous={activation.number}
            label={t('add.end.stored.go')}
            look={buttons.primary}
          />
        </MessageCard>
      )
    case 'undone':
      return <Undone activation={activation} />
    case 'unseen': {
      const which = activation.purpose === 'bind' ? 'unseen' : 'unseenOld'
      return (
        <MessageCard level={2} icon="unknown" tone="warn" title={t(`add.end.${which}.title`)}>
          <p>{t(`add.end.${which}.text`, { contact })}</p>
          <NextSteps />
        </MessageCard>
      )
    }
    default:
      return (
        <MessageCard level={2} icon="temporary" tone="calm" title={t(`add.end.${ending}.title`)}>
          <p>{t(`add.end.${ending}.text`)}</p>
          <NextSteps />
          {ending === 'superseded' &&
            activation.redeemedAt !== null &&
            activation.purpose === 'bind' && (
              <div className="border-t border-line pt-4">
                <p className="text-small">{t('add.end.superseded.used')}</p>
                <UndoActivationForm number={activation.number} onChange={onChange} />
              </div>
            )}
        </MessageCard>
      )
  }
}

function NextSteps() {
  const { t } = useTranslations()
  return (
    <p className="flex flex-col gap-3 sm:flex-row">
      <ButtonLink href={paths.add} label={t('add.again')} />
      <ButtonLink href={paths.devices} label={t('add.back')} look="secondary" />
    </p>
  )
}

function Undone({ activation }: { activation: Activation }) {
  const { t } = useTranslations()
  const { purpose, undoReceipt: receipt, backupDestroyed } = activation
  const text = receipt !== null ? 'text' : purpose === 'bind' ? 'early' : 'old'
  return (
    <MessageCard level={2} icon="done" tone="ok" title={t('add.end.undone.title')}>
      <p>{t(`add.end.undone.${text}`)}</p>
      {backupDestroyed && <p>{t('add.end.undone.backup')}</p>}
      <p className="flex flex-col gap-3 sm:flex-row">
        {receipt !== null && (
          <ButtonLink href={paths.receipt(receipt)} label={t('add.end.undone.receipt')} />
        )}
        <a className={receipt === null ? buttons.primary : buttons.secondary} href={paths.devices}>
          {t('add.back')}
        </a>
      </p>
    </MessageCard>
  )
}
