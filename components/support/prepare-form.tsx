'use client'

import { useActionState } from 'react'
import type { PrepareState } from '@/lib/actions/states'
import { startForPerson } from '@/lib/actions/support'
import { deskPaths } from '@/lib/desk-paths'
import type { Translate } from '@/lib/messages/messages'
import { errorText } from '../error-text'
import { buttons } from '../ui/button'
import { Announced } from '../ui/announced'
import { Notice } from '../ui/notice'
import { RadioChoice } from '../ui/radio-choice'
import { zonedClockTime } from '../ui/times'
import { useWords } from '../words'
import { CallFields } from './call-fields'
import { StaleNotice } from './stale-notice'

const STARTS = ['backup', 'old-phone'] as const

/** Prepares adding a phone for somebody; the code is made and shown in their own portal. */
export function PrepareForm({ userId, address }: { userId: string; address: string }) {
  const { t, formats, timeZone } = useWords()
  const [state, action, pending] = useActionState(startForPerson, null)
  if (state?.code === 'prepared') {
    const time = zonedClockTime(state.preparation.expiresAt, formats, timeZone)
    return (
      <div role="status" className="flex flex-col gap-4">
        <p className="rounded-card bg-ok-soft px-4 py-3 text-ok">
          <strong>{t('desk.prepare.done.title')}.</strong>{' '}
          {t('desk.prepare.done', { address, add: t('page.add'), time })}
        </p>
        <a className={buttons.secondary} href={deskPaths.person(userId)}>
          {t('desk.approval.again')}
        </a>
      </div>
    )
  }
  if (state?.code === 'stale-sign-in') return <StaleNotice returnTo={deskPaths.add(userId)} />
  const typed = state !== null && 'ticket' in state ? state : null
  return (
    <form action={action} className="flex flex-col gap-5">
      <input type="hidden" name="person" value={userId} />
      {state !== null && !pending && (
        <Announced>
          <Notice tone="danger" alert>
            <p className="font-semibold">{t('desk.prepare.failed')}</p>
            <p>{problemText(state, t)}</p>
            {'reference' in state && state.reference !== undefined && (
              <p className="font-mono break-all">
                {t('failure.reference', { reference: state.reference })}
              </p>
            )}
          </Notice>
        </Announced>
      )}
      <RadioChoice
        legend={t('desk.prepare.from')}
        name="start"
        values={STARTS}
        chosen={typed?.start ?? 'backup'}
        labelOf={(start) => t(`desk.prepare.from.${start}`)}
      />
      <CallFields typed={typed} />
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <a className={buttons.secondary} href={deskPaths.person(userId)}>
          {t('desk.approval.again')}
        </a>
        <button className={buttons.primary} disabled={pending}>
          {t(pending ? 'desk.prepare.pending' : 'desk.prepare.submit')}
        </button>
      </div>
    </form>
  )
}

function problemText(
  state: Exclude<NonNullable<PrepareState>, { code: 'prepared' }>,
  t: Translate,
): string {
  const { code } = state
  switch (code) {
    case 'ticket':
    case 'not-verified':
      return t(`desk.missing.${code}`)
    case 'stale-sign-in':
      return t('desk.stale.text')
    case 'person-unknown':
    case 'not-set-up':
    case 'no-place':
    case 'no-state':
    case 'no-phone':
      return t(`desk.prepare.error.${code}`)
    default:
      return errorText(code, state, t)
  }
}
