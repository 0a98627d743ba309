'use client'

import { useEffect, useEffectEvent, type ReactNode } from 'react'
import type { Activation } from '@/lib/activations/tracking/activation-state'
import { paths } from '@/lib/web/paths'
import { useSecondsUntil } from '../../receipts/seconds-until'
import { ButtonLink } from '../../ui/button-link'
import { Icon } from '../../ui/icon'
import { useTranslations } from '../../layout/translations'
import { minutesAndSeconds } from './steps'

/** The code and its remaining time for as long as it can be used; then what became of it. */
export function CodePanel({
  activation,
  now,
  onOver,
  children,
}: {
  activation: Activation
  /** When the activation was read. */
  now: string
  /** Called when the code expires. */
  onOver: () => void
  /** The code, drawn by the server; nothing where this browser may not see it. */
  children: ReactNode
}) {
  const { t } = useTranslations()
  if (activation.redeemedAt !== null)
    return (
      <Box>
        <span className="text-ok">
          <Icon name="done" className="size-7" />
        </span>
        <p>{t('add.codeUsed')}</p>
      </Box>
    )
  if (children === null)
    return (
      <Box>
        <p>{t('add.codeElsewhere')}</p>
        <ButtonLink href={paths.add} label={t('add.again')} look="small" />
      </Box>
    )
  return (
    <div className="flex flex-col items-center gap-4">
      {children}
      <p className="-order-1 text-small text-soft md:order-none">
        <Countdown key={now} until={activation.expiresAt} now={now} onOver={onOver} />
      </p>
    </div>
  )
}

function Countdown({ until, now, onOver }: { until: string; now: string; onOver: () => void }) {
  const { t } = useTranslations()
  const seconds = useSecondsUntil(until, now)
  const isOver = seconds === 0
  const over = useEffectEvent(onOver)
  useEffect(() => {
    if (isOver) over()
  }, [isOver])
  if (isOver) return t('add.codeOver')
  return (
    <span role="timer">
      {t('add.validFor')}{' '}
      <strong className="text-ink tabular-nums">{minutesAndSeconds(seconds)}</strong>
    </span>
  )
}

/** As large as the drawing was, so that nothing jumps where both stand side by side. */
function Box({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col items-center justify-center gap-3 rounded-card bg-paper p-5 text-center text-small text-soft md:aspect-square">
      {children}
    </div>
  )
}
