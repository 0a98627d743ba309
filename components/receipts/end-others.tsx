'use client'

import { useActionState } from 'react'
import { endSignIns } from '@/lib/actions/sign-ins'
import { buttons } from '../ui/button'
import { useWords } from '../words'

/** Ends the person's other sign-ins to this portal, and says how many there were. */
export function EndOthers() {
  const { t } = useWords()
  const [state, action, pending] = useActionState(endSignIns, null)
  return (
    <form action={action} className="contents">
      <input type="hidden" name="signIn" value="others" />
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
