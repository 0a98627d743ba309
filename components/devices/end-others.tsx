'use client'

import { useActionState } from 'react'
import { endOtherSignIns } from '@/lib/actions/sign-in'
import { buttons } from '../ui/button'
import { useWords } from '../words'

/** Ends the person's other sign-ins to this portal, and says how many there were. */
export function EndOthers() {
  const { t } = useWords()
  const [state, action, pending] = useActionState(endOtherSignIns, null)
  if (state?.code === 'ended')
    return (
      <p role="status" className="order-last w-full text-small font-semibold text-ok">
        {t('receipt.othersEnded', { count: state.count })}
      </p>
    )
  return (
    <form action={action}>
      <button className={`${buttons.secondary} w-full`} disabled={pending}>
        {t('receipt.endOthers')}
      </button>
      {state?.code === 'failed' && (
        <p role="alert" className="mt-1 text-small text-danger">
          {t('receipt.othersFailed')}
        </p>
      )}
    </form>
  )
}
