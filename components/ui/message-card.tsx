import type { ReactNode } from 'react'
import { Card } from './card'
import { Icon, type IconName } from './icon'
import { Rich } from './rich'

const tones = {
  calm: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
} as const

/** A page, or a part of one, with one message: what happened, and what to do next. */
export function MessageCard({
  icon,
  tone,
  title,
  level = 1,
  children,
}: {
  icon: IconName
  tone: keyof typeof tones
  title: string
  level?: 1 | 2
  children: ReactNode
}) {
  const Heading = `h${level}` as const
  return (
    <Card className="mx-auto w-full max-w-160 p-5 sm:p-9">
      <span
        className={`mb-5 inline-flex size-13 items-center justify-center rounded-card ${tones[tone]}`}
      >
        <Icon name={icon} className="size-6" />
      </span>
      <Heading className="mb-2 text-title font-bold tracking-tight">
        <Rich text={title} />
      </Heading>
      <div className="flex flex-col gap-4 text-soft">{children}</div>
    </Card>
  )
}
