'use client'

import { useTranslations } from '../../layout/translations'
import type { CallDraft } from './call-draft'

/**
 * The fields of every action for a person: the ticket of the call, and how the agent verified the caller. The number is
 * never filled in again, because each counts once.
 */
export function CallFields({ typed }: { typed: CallDraft }) {
  const { t } = useTranslations()
  return (
    <div className="flex flex-col gap-3">
      <label className="flex flex-col gap-1.5">
        <span className="font-bold">{t('desk.ticket')}</span>
        <input
          name="ticket"
          required
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          defaultValue={typed.ticket}
          aria-describedby="ticket-hint"
          className="min-h-11 rounded-button border border-control bg-surface px-3.5 py-2"
        />
        <span id="ticket-hint" className="text-small text-soft">
          {t('desk.ticketHint')}
        </span>
      </label>
      <label className="flex flex-col gap-1.5">
        <span className="font-bold">{t('desk.callNumber')}</span>
        <input
          name="callNumber"
          inputMode="numeric"
          maxLength={11}
          autoComplete="off"
          aria-describedby="call-number-hint"
          className="min-h-11 max-w-40 rounded-button border border-control bg-surface px-3.5 py-2"
        />
        <span id="call-number-hint" className="text-small text-soft">
          {t('desk.callNumberHint')}
        </span>
      </label>
      <label className="flex min-h-11 cursor-pointer items-center gap-3 font-semibold">
        <input
          type="checkbox"
          name="verified"
          value="yes"
          defaultChecked={typed.verified}
          className="size-4.5 shrink-0 accent-accent"
        />
        {t('desk.verified')}
      </label>
    </div>
  )
}
