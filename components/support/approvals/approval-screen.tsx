'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { supportPaths } from '@/lib/web/support-paths'
import { approvalOptions } from '@/lib/query/support'
import { removalWarning } from '@/lib/devices/model/removal-impact'
import type { Approval } from '@/lib/support/support-state'
import { buttons } from '../../ui/button'
import { MessageCard } from '../../ui/message-card'
import { Notice } from '../../ui/notice'
import { ReloadWithoutScript } from '../../ui/reload-without-script'
import { clockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { useSecondsUntil } from '../../receipts/seconds-until'
import { ApprovalFacts } from './approval-facts'
import { DecisionForm } from './decision-form'
import { Rich } from '../../ui/rich'
import { agentInText } from '../lookup/person-name'

const looks = {
  open: { icon: 'temporary', tone: 'warn' },
  approved: { icon: 'done', tone: 'ok' },
  declined: { icon: 'alert', tone: 'calm' },
  expired: { icon: 'temporary', tone: 'calm' },
  failed: { icon: 'alert', tone: 'danger' },
} as const

/** A removal that takes two agents. The agent who asked sees the answer as it comes; the others are asked to decide. */
export function ApprovalScreen({
  number,
  children,
}: {
  number: string
  /** What must be done before a decision; null when nothing. */
  children: ReactNode
}) {
  const { t } = useTranslations()
  const { data, refetch } = useQuery(approvalOptions(number))
  if (data === undefined) return null
  const { approval, readAt } = data
  const { status, isOwn, receipt, userId } = approval
  const isOpen = status === 'open'
  return (
    <MessageCard
      key={status}
      {...looks[status]}
      title={t(`desk.approval.title.${isOpen && isOwn ? 'own' : status}`)}
    >
      {isOpen && isOwn && <ReloadWithoutScript />}
      <Story approval={approval} />
      {isOpen && <TimeLeft until={approval.expiresAt} now={readAt} />}
      <ApprovalFacts approval={approval} />
      {isOpen && !isOwn && (
        <>
          <WhatIsLost approval={approval} />
          {children ?? <DecisionForm number={number} onAnswer={() => void refetch()} />}
        </>
      )}
      <div className="flex flex-col gap-3 sm:flex-row">
        {receipt !== null && (
          <a className={buttons.primary} href={supportPaths.receipt(userId, receipt)}>
            {t('desk.approval.receipt')}
          </a>
        )}
        <a
          className={buttons.secondary}
          href={isOpen ? supportPaths.start : supportPaths.person(userId)}
        >
          {t(isOpen ? 'desk.back' : 'desk.approval.again')}
        </a>
      </div>
    </MessageCard>
  )
}

function Story({ approval }: { approval: Approval }) {
  const { t, formats, timeZone } = useTranslations()
  const { status, isOwn, decidedBy, deciderAccount, decidedAt, expiresAt, failure, receipt } =
    approval
  const time = (at: string) => clockTime(at, formats, timeZone)
  const decided = {
    name: agentInText(decidedBy ?? '', deciderAccount ?? '', t),
    time: time(decidedAt ?? expiresAt),
  }
  const text = () => {
    switch (status) {
      case 'open':
        return isOwn
          ? t('desk.approval.ownText', { list: t('desk.approvals') })
          : t('desk.approval.openText', {
              name: agentInText(approval.requestedBy, approval.requesterAccount, t),
            })
      case 'approved':
        return t(receipt === null ? 'desk.approval.removing' : 'desk.approval.approved', decided)
      case 'declined':
        return t('desk.approval.declined', decided)
      case 'expired':
        return t('desk.approval.expired', { time: time(expiresAt) })
      case 'failed':
        return t(`desk.approval.failed.${failure ?? 'interrupted'}`)
    }
  }
  return (
    <p role="status">
      <Rich text={text()} />
    </p>
  )
}

function TimeLeft({ until, now }: { until: string; now: string }) {
  const { t } = useTranslations()
  const seconds = useSecondsUntil(until, now)
  return (
    <p className="text-lead font-semibold text-ink tabular-nums" role="timer">
      {seconds > 60
        ? t('desk.approval.minutes', { count: Math.ceil(seconds / 60) })
        : t('desk.approval.left', { count: seconds })}
    </p>
  )
}

function WhatIsLost({ approval: { impact, guard } }: { approval: Approval }) {
  const { t } = useTranslations()
  const warning = removalWarning(impact)
  return (
    <Notice tone="warn">
      <p className="font-semibold">{t(`remove.guard.${guard}`)}</p>
      {warning !== null && <p>{t(`remove.left.${warning}`, { contact: '' })}</p>}
    </Notice>
  )
}
