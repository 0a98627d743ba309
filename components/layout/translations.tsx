'use client'

import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import {
  formatsOf,
  translator,
  type Language,
  type Messages,
  type Translations,
} from '@/lib/i18n/translator'
import { TIME_ZONE_COOKIE } from '@/lib/i18n/preferences'

const TranslationsContext = createContext<Translations | null>(null)

const neverChanges = () => () => undefined
const zoneOfBrowser = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Gives the components inside their texts, and the person's time zone: the server's guess first, the browser's own right after. */
export function TranslationsProvider({
  language,
  messages,
  timeZone,
  children,
}: {
  language: Language
  messages: Partial<Messages>
  timeZone: string
  children: ReactNode
}) {
  const zone = useSyncExternalStore(neverChanges, zoneOfBrowser, () => timeZone)
  useEffect(() => {
    const pair = `${TIME_ZONE_COOKIE}=${zone}`
    if (!document.cookie.split('; ').includes(pair))
      document.cookie = `${pair}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`
  }, [zone])
  const translations = useMemo(
    () => ({
      t: translator(language, messages),
      formats: formatsOf(language),
      timeZone: zone,
    }),
    [language, messages, zone],
  )
  return <TranslationsContext value={translations}>{children}</TranslationsContext>
}

/** The texts, formats and time zone for the components of a page. */
export function useTranslations(): Translations {
  const translations = use(TranslationsContext)
  if (!translations) throw new Error('a TranslationsProvider is missing')
  return translations
}
