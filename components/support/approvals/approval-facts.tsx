'use client'

import type { ReactNode } from 'react'
import { supportPaths } from '@/lib/web/support-paths'
import type { Approval } from '@/lib/support/support-state'
import { Fingerprint } from '../../devices/row/device-mark'
import { nameInText, systemName } from '../../devices/row/device-name'
import { exactTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { agentInText, personInText, shortUserId } from '../lookup/person-name'
import { Rich, Verbatim } from '../../ui/rich'

/** The details of a request: the removal, the person and the agent. */
export function ApprovalFacts({ approval }: { approval: Approval }) {
  const translations = useTranslations()
  const { t, formats, timeZone } = translations
  const { device, userId, person, reason, ticket, callerCheck, requestedAt } = approval
  const system = systemName(device.osVersion, t)
  const requester = agentInText(approval.requestedBy, approval.requesterAccount, t)
  const facts: [string, ReactNode][] = [
    [
      t('desk.approval.person'),
      <a
        key="person"
        className="underline underline-offset-3"
        href={supportPaths.person(userId)}
        title={userId}
      >
        <bdi>
          <Rich text={personInText(person === null ? null : { displayName: person }, t)} />
        </bdi>
        , {t('desk.recognizeId', { id: shortUserId(userId) })}
      </a>,
    ],
    [
      t('desk.approval.device'),
      <span key="device">
        <Rich text={nameInText(device, translations)} />
        {system && `, ${system}`} <Fingerprint code={device.fingerprint} />
      </span>,
    ],
    [t('receipt.reason'), t(`remove.reason.${reason}`)],
    [t('desk.approval.ticket'), <Verbatim key="ticket">{ticket}</Verbatim>],
    [
      t('desk.approval.verified'),
      <Rich
        key="verified"
        text={t(`desk.approval.verifiedText.${callerCheck}`, { name: requester })}
      />,
    ],
    [
      t('desk.approval.askedBy'),
      <Rich key="asked" text={`${requester}, ${exactTime(requestedAt, formats, timeZone)}`} />,
    ],
  ]
  return (
    <dl className="grid gap-x-6 gap-y-1.5 rounded-card border border-line px-5 py-4 text-small sm:grid-cols-[auto_1fr]">
      {facts.map(([term, fact]) => (
        <div key={term} className="contents">
          <dt>{term}</dt>
          <dd className="min-w-0 text-ink">{fact}</dd>
        </div>
      ))}
    </dl>
  )
}
