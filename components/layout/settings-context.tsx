'use client'

import { createContext, use, type ReactNode } from 'react'
import type { LockOutPolicy } from '@/lib/i18n/lock-out-sentence'

/** What the operator has set and the pages tell people. */
export type ShownSettings = {
  /** The organisation's name. */
  readonly brand: string
  /** How people reach support. */
  readonly contact: string
  /** For how long a removal that can wait is scheduled ahead. */
  readonly holdSeconds: number
  readonly lockOut: LockOutPolicy
}

const SettingsContext = createContext<ShownSettings | null>(null)

/** Gives the components inside the settings that they tell people. */
export function SettingsProvider({
  settings,
  children,
}: {
  settings: ShownSettings
  children: ReactNode
}) {
  return <SettingsContext value={settings}>{children}</SettingsContext>
}

/** The settings that client components tell people. */
export function useShownSettings(): ShownSettings {
  const settings = use(SettingsContext)
  if (!settings) throw new Error('a SettingsProvider is missing')
  return settings
}
