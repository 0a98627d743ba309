'use client'

import type { ReactNode } from 'react'
import { useTranslations } from '../layout/translations'
import { Notice } from './notice'
import { Rich, verbatim } from './rich'

/** Says that something was not done: what, why, what helps, and the reference that leads to the log. Read out at once. */
export function Failure({
  what,
  why,
  problem,
  children,
}: {
  what: string
  why: string
  /** The error; its `reference`, if it has one, is shown. */
  problem: object
  /** What helps. */
  children?: ReactNode
}) {
  const { t } = useTranslations()
  const reference = 'reference' in problem ? problem.reference : undefined
  return (
    <Notice tone="danger" alert>
      <p className="font-semibold">{what}</p>
      <p>{why}</p>
      {children}
      {typeof reference === 'string' && (
        <p className="font-mono break-all">
          <Rich text={t('failure.reference', { reference: verbatim(reference) })} />
        </p>
      )}
    </Notice>
  )
}
