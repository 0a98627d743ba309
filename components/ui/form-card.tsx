import type { ReactNode } from 'react'
import { Card } from './card'

/** A page with one form, or with why there is none. */
export function FormCard({
  title,
  lead,
  children,
}: {
  title: string
  lead?: string
  children: ReactNode
}) {
  return (
    <Card className="mx-auto max-w-140 p-5 sm:p-7">
      <h1 className="mb-2 text-title font-bold tracking-tight">{title}</h1>
      {lead !== undefined && <p className="mb-5 text-soft">{lead}</p>}
      {children}
    </Card>
  )
}
