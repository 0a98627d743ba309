'use client'

import { useActionState } from 'react'
import { endOtherSignIns } from '@/lib/actions/sign-in'
import { buttons } from '../ui/button'
import { useWords } from '../words'

/** Ends the person's other sign-ins to this portal, and says how many there were. */
export function EndOthers() {
  const { t } = useWords()
  const [state, action, pending] = useActionState(endOtherSignIns, null)
  return (
    <form action={action} className="contents">
      <button className={buttons.secondary} disabled={pending}>
        {t('receipt.endOthers')}
      </button>
      <p role="status" className="order-last w-full text-small font-semibold empty:hidden">
        {state?.code === 'ended' && t('receipt.othersEnded', { count: state.count })}
        {state?.code === 'failed' && t('receipt.othersFailed')}
      </p>
    </form>
  )
}
