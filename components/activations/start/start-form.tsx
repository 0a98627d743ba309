'use client'

import { useActionState } from 'react'
import { startActivationAction } from '@/lib/actions/activations'
import type { StartState } from '@/lib/actions/form-states'
import { paths, signInAndReturn } from '@/lib/web/paths'
import { errorText } from '../../layout/error-text'
import { PageStamp } from '../../reauth/page-stamp'
import { Failure } from '../../ui/failure'
import { Notice } from '../../ui/notice'
import { useTranslations } from '../../layout/translations'
import { TextLink } from '../../ui/text-link'
import { StaleNotice } from '../../reauth/stale-notice'

type Problem = NonNullable<StartState>

/** Begins with one button, and leads to the code; or says why there is none. */
export function StartForm({
  start,
  identity = 0,
  previous,
  label,
  look,
}: {
  start: 'backup' | 'old-phone' | 'made-state'
  /** Which of the person's Recognize identities, counted from 0. */
  identity?: number
  /** The number of the activation that made the state to start from. */
  previous?: string
  label: string
  /** The button's class. */
  look: string
}) {
  const [state, action, pending] = useActionState(startActivationAction, null)
  const isStale = state?.code === 'stale-sign-in' && !pending
  return (
    <>
      <form action={action} className={isStale ? 'order-last w-full' : undefined}>
        <PageStamp />
        <input type="hidden" name="start" value={start} />
        <input type="hidden" name="identity" value={identity} />
        {previous !== undefined && <input type="hidden" name="previous" value={previous} />}
        {isStale ? (
          <StaleNotice providerSkippedReauth={state.providerSkippedReauth} />
        ) : (
          <button className={`${look} w-full sm:w-auto`} disabled={pending}>
            {label}
          </button>
        )}
      </form>
      {state !== null && !isStale && !pending && (
        <div className="order-last w-full">
          <StartProblem
            problem={state}
            // With a state that the old phone has made, the person goes on from that activation.
            returnTo={previous === undefined ? paths.add : paths.activation(previous)}
          />
        </div>
      )}
    </>
  )
}

/** Why no activation started, and what helps. */
function StartProblem({ problem, returnTo }: { problem: Problem; returnTo: string }) {
  const { t } = useTranslations()
  switch (problem.code) {
    case 'stale-sign-in':
      return null
    case 'no-place':
    case 'not-set-up':
    case 'no-state':
    case 'no-phone':
      return (
        <Notice tone="danger" alert>
          <p>{t(`add.error.${problem.code}`)}</p>
          {problem.code === 'no-place' ? (
            <TextLink href={paths.cleanUp} label={t('add.full.cleanUp')} />
          ) : (
            <TextLink href={paths.add} label={t('add.again')} />
          )}
        </Notice>
      )
    default:
      return (
        <Failure what={t('add.failed')} why={errorText(problem.code, problem, t)} problem={problem}>
          {problem.code === 'signed-out' && (
            <TextLink href={signInAndReturn(returnTo)} label={t('signedOut.again')} />
          )}
        </Failure>
      )
  }
}
