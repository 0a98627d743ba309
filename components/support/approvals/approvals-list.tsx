'use client'

import { useQuery } from '@tanstack/react-query'
import { supportPaths } from '@/lib/web/support-paths'
import { approvalsOptions } from '@/lib/query/support'
import { problemOfQuery } from '@/lib/query/devices'
import type { Approval } from '@/lib/support/support-state'
import { Fingerprint } from '../../devices/row/device-mark'
import { nameInText } from '../../devices/row/device-name'
import { buttons } from '../../ui/button'
import { Card } from '../../ui/card'
import { Notice } from '../../ui/notice'
import { useTranslations } from '../../layout/translations'
import { agentInText, personName, personInText, shortUserId } from '../lookup/person-name'
import { Rich, verbatim } from '../../ui/rich'

/** What waits for a second agent, kept up to date. */
export function ApprovalsList() {
  const { t } = useTranslations()
  const { data, error } = useQuery(approvalsOptions())
  if (data === undefined) return null
  const problem = problemOfQuery(error)
  return (
    <section aria-labelledby="approvals">
      <h2 id="approvals" className="mb-3 px-1 text-group font-bold">
        {t('desk.approvals')}{' '}
        <span className="text-small font-normal text-soft">{data.approvals.length}</span>
      </h2>
      {problem !== null && (
        <div className="mb-3">
          <Notice tone="warn" alert>
            {t('desk.approvals.stale', { problem: t(`error.${problem.code}`) })}
          </Notice>
        </div>
      )}
      <Card>
        {data.approvals.length === 0 ? (
          <p className="px-5 py-4 text-soft">{t('desk.approvals.none')}</p>
        ) : (
          <ul className="divide-y divide-line">
            {data.approvals.map((approval) => (
              <Waiting key={approval.number} approval={approval} now={data.readAt} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  )
}

function Waiting({ approval, now }: { approval: Approval; now: string }) {
  const translations = useTranslations()
  const { t } = translations
  const { device, number, isOwn, requestedBy, requesterAccount, reason, ticket } = approval
  const named = approval.person === null ? null : { displayName: approval.person }
  const person = personName(named, t)
  const minutes = Math.max(
    0,
    Math.ceil((Date.parse(approval.expiresAt) - Date.parse(now)) / 60_000),
  )
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <bdi className="font-semibold wrap-anywhere">
            <Rich text={personInText(named, t)} />
          </bdi>
          <span>
            <Rich text={nameInText(device, translations)} />
          </span>
          <Fingerprint code={device.fingerprint} />
        </p>
        <p className="text-small text-soft">
          <Rich
            text={[
              t(`remove.reason.${reason}`),
              verbatim(ticket),
              t('desk.recognizeId', { id: shortUserId(approval.userId) }),
              isOwn
                ? t('desk.approvals.own')
                : t('desk.approvals.by', { name: agentInText(requestedBy, requesterAccount, t) }),
              t('desk.approval.minutes', { count: minutes }),
            ].join(' · ')}
          />
        </p>
      </div>
      <a
        className={isOwn ? buttons.secondary : buttons.primary}
        href={supportPaths.approval(number)}
        aria-label={t('desk.approvals.open', { name: person })}
      >
        {t('desk.approvals.look')}
      </a>
    </li>
  )
}
