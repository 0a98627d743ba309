'use client'

import { useActionState } from 'react'
import { revokeSessionsAction } from '@/lib/actions/sessions'
import { PageStamp } from '../reauth/page-stamp'
import { buttons } from '../ui/button'
import { useTranslations } from '../layout/translations'

/** Ends the person's other sessions in this portal, and says how many there were. */
export function EndOtherSessions() {
  const { t } = useTranslations()
  const [state, action, pending] = useActionState(revokeSessionsAction, null)
  return (
    <form action={action} className="contents">
      <PageStamp />
      <input type="hidden" name="session" value="others" />
      <button className={buttons.secondary} disabled={pending}>
        {t('receipt.endOthers')}
      </button>
      <p role="status" className="order-last w-full text-small font-semibold empty:hidden">
        {state?.code === 'ended' && t('receipt.othersEnded', { count: state.count })}
        {state !== null && state.code !== 'ended' && t('receipt.othersFailed')}
      </p>
    </form>
  )
}
