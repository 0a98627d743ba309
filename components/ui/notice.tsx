import type { ReactNode } from 'react'
import { Icon } from './icon'

const tones = {
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
} as const

/** A short warning or error inside a page. With `alert` it is read out at once. */
export function Notice({
  tone,
  alert = false,
  children,
}: {
  tone: keyof typeof tones
  alert?: boolean
  children: ReactNode
}) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={`flex gap-3 rounded-card px-4 py-3 text-small ${tones[tone]}`}
    >
      <Icon name="alert" className="mt-0.5 size-5" />
      <div className="min-w-0">{children}</div>
    </div>
  )
}
