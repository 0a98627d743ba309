import type { ReactNode } from 'react'
import { Card } from '../../ui/card'

/** What a person can go on with, in one line, with the button for it. */
export function OfferCard({
  title,
  text,
  children,
}: {
  title: string
  text: string
  children: ReactNode
}) {
  return (
    <Card className="flex flex-wrap items-center gap-x-6 gap-y-3 px-5 py-4 sm:px-9">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="text-group font-bold">{title}</h2>
        <p className="text-small text-soft">{text}</p>
      </div>
      {children}
    </Card>
  )
}
